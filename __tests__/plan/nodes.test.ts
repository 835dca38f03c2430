import { describe, expect, test } from '@jest/globals'
import { formatPlatform } from '../../src/domain/platform.ts'
import { faultsOf, inputs } from './given.ts'

const REMOTE = { driver: 'remote' }
const ENGINES = { driver: 'docker-container' }

describe('a node', () => {
  test.each<[text: string, driver: object, name: string | undefined, platforms: string, options: string]>([
    ['tcp://arm.example.com:1234', REMOTE, undefined, '', ''],
    ['tcp://[::1]:1234', REMOTE, undefined, '', ''],
    ['unix:///run/buildkit/buildkitd.sock', REMOTE, undefined, '', ''],
    ['ssh://me@arm.example.com:22/run/x.sock', REMOTE, undefined, '', ''],
    ['docker-container://buildkitd', REMOTE, undefined, '', ''],
    ['kube-pod://buildkitd-0?namespace=ci', REMOTE, undefined, '', ''],
    ['default', ENGINES, undefined, '', ''],
    ['ssh://me@arm', ENGINES, undefined, '', ''],
    ['tcp://a:1,platforms=linux/arm64', REMOTE, undefined, 'linux/arm64', ''],
    ['tcp://a:1, platforms=arm64, linux/arm/v7, name=arm', REMOTE, 'arm', 'linux/arm64 linux/arm/v7', ''],
    ['tcp://a:1,name=a,servername=b,cacert=x/ca=1.pem', REMOTE, 'a', '', 'servername=b cacert=x/ca=1.pem'],
  ])('%s', (text, driver, name, platforms, options) => {
    const [node, ...more] = inputs({ ...driver, nodes: text }).builder.nodes
    expect(more).toEqual([])
    expect(node?.endpoint).toBe(text.split(',')[0])
    expect(node?.name).toBe(name)
    expect(node?.platforms.map(formatPlatform).join(' ')).toBe(platforms)
    expect(node?.options.map((one) => `${one.name}=${one.value}`).join(' ')).toBe(options)
  })

  test.each<[text: string, driver: object, found: RegExp]>([
    ['tcp://a', REMOTE, /'tcp:\/\/a' is no endpoint/],
    ['tcp://a:1:2', REMOTE, /is no endpoint/],
    ['tcp://user:secret@a:1', REMOTE, /is no endpoint/],
    ['http://a:1', REMOTE, /is no endpoint/],
    ['unix://run/x', REMOTE, /is no endpoint/],
    ['ssh://-oProxyCommand=x', REMOTE, /is no endpoint/],
    ['ssh://me@-x', REMOTE, /is no endpoint/],
    [',platforms=arm64', REMOTE, /'' is no endpoint/],
    ['-x', ENGINES, /is no endpoint/],
    ['tcp://a:1,arm64', REMOTE, /'arm64' is no field of a node/],
    ['tcp://a:1,platforms=arm64,', REMOTE, /'' is not a known platform/],
    ['tcp://a:1,platforms=linux/sparc', REMOTE, /'linux\/sparc' is not a known platform/],
    ['tcp://a:1,platforms=windows/amd64', REMOTE, /'windows\/amd64' is not a known platform/],
    ['tcp://a:1,name=a b', REMOTE, /the name 'a b' cannot be used/],
    ['tcp://a:1,name=--leave', REMOTE, /the name '--leave' cannot be used/],
    ['tcp://a:1,--append=x', REMOTE, /the field '--append' cannot be used/],
    ['tcp://a:1,cacert=', REMOTE, /the field 'cacert' has no value/],
    ['tcp://a:1\ntcp://a:1', REMOTE, /'tcp:\/\/a:1' stands in more than one place/],
    ['tcp://a:1,name=x\ntcp://b:1,name=x', REMOTE, /'x' stands in more than one place/],
    ['tcp://a:1,platforms=arm64\ntcp://b:1,platforms=arm64', REMOTE, /'linux\/arm64' stands in more than/],
    ['default', REMOTE, /driver: remote cannot use 'default'/],
    ['kube-pod://x', ENGINES, /driver: docker-container cannot use 'kube-pod:\/\/x'/],
  ])('cannot be %j', (text, driver, found) => {
    const faults = faultsOf({ ...driver, nodes: text })
    expect(faults.map(({ input }) => input)).toContain('nodes')
    expect(faults[0]?.found).toMatch(found)
  })

  test('is asked for by driver: remote', () => {
    const found = expect.stringMatching(/at least one node/)
    expect(faultsOf(REMOTE)).toMatchObject([{ input: 'nodes', found }])
  })

  test('is told with all others that cannot be used', () => {
    const faults = faultsOf({ ...REMOTE, nodes: 'http://a\ntcp://b:1,platforms=x,y\ntcp://c:1,name=-' })
    expect(faults.map(({ found }) => found)).toEqual([
      "'http://a' is no endpoint of a node.",
      "'x' is not a known platform.",
      "'y' is not a known platform.",
      "the name '-' cannot be used.",
      // Nothing of the list can be used, so it counts as empty.
      'driver: remote needs at least one node.',
    ])
  })
})
