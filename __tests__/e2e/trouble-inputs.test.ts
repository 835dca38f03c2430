import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, publish } from '../rig/publish.ts'
import { failedInMain, succeeded } from './trouble.ts'

const [kind] = LEGS
let leg: Leg
beforeAll(async () => {
  if (kind === undefined) throw new Error('There is no leg.')
  leg = await startLeg(kind)
}, 60_000)
afterAll(() => leg.stop())

/** The one error of a job that must fail before it changes anything anywhere. */
async function refusal(job: Omit<Job, 'leg' | 'workspace'>, workspace = leg.workspace()): Promise<string> {
  const done = await publish({ leg, workspace, ref: 'refs/tags/v1.2.3', ...job })
  expect(done).toMatchObject({ main: { result: 'failure', code: 1 }, post: { result: 'success' } })
  expect(done).toMatchObject({ status: 'failure', tags: {}, left: {}, outputs: {} })
  expect(done.requests.filter(({ method }) => !['GET', 'HEAD'].includes(method) && isWrite(method))).toEqual(
    [],
  )
  expect(done.main.annotations.error).toHaveLength(1)
  return done.main.annotations.error[0] ?? ''
}

/** Asking whether a push would be taken opens an upload and gives it up; contents and tags are only ever PUT. */
function isWrite(method: string): boolean {
  return method === 'PUT' || method === 'PATCH'
}

describe('an input that cannot be used', () => {
  const LONG = 'x'.repeat(129)
  test.each([
    ['not a version', { tag: 'v1.2' }, /tag: 'v1\.2' is not a version\. Allowed: MAJOR\.MINOR\.PATCH/],
    ['four numbers', { tag: '1.2.3.4' }, /tag: '1\.2\.3\.4' is not a version\. Allowed: .* such as v1\.2\.3/],
    ['a word as version', { tag: 'latest' }, /tag: 'latest' is not a version/],
    [
      'no known platform',
      { platforms: 'linux/amd46' },
      /platforms: 'linux\/amd46' is not a known platform\. Allowed: for example linux\/amd64/,
    ],
    [
      'no linux',
      { platforms: 'windows/amd64' },
      /platforms: 'windows\/amd64' cannot be built: only linux can/,
    ],
    ['an image with a tag', { image: '127.0.0.1:5000/app:v1' }, /image: .* has a tag; write only the name/],
    [
      'an image with a digest',
      { image: `ghcr.io/o/a@sha256:${'0'.repeat(64)}` },
      /image: .* has a digest; write only the name/,
    ],
    [
      'an image that is no path',
      { image: 'ghcr.io/owner//app' },
      /image: .* 'owner\/\/app', which is not a valid path\. Allowed: a name such as ghcr\.io\/owner\/app/,
    ],
    ['a host that is none', { image: 'ghcr.io:99999/owner/app' }, /image: .* not a host name/],
    [
      'a tag that is too long',
      { 'extra-tags': LONG },
      /extra-tags: 'x+…' \(129 characters\) is not a valid tag\. Allowed: up to 128/,
    ],
    ['a signature', { 'extra-tags': `sha256-${'0'.repeat(64)}.sig` }, /extra-tags: .* is reserved/],
    ['our candidate', { 'extra-tags': 'good, candidate' }, /extra-tags: 'candidate' is reserved/],
    ['a cache', { 'extra-tags': 'buildcache-x' }, /extra-tags: 'buildcache-x' is reserved/],
    ['a withdrawal', { 'extra-tags': 'withdrawn-1.2.3' }, /extra-tags: 'withdrawn-1\.2\.3' is reserved/],
    [
      'an option as context',
      { context: '--output=x' },
      /context: '--output=x' starts with '-', which programs take for an option/,
    ],
    ['an option as file', { file: '-' }, /file: '-' starts with '-'/],
    [
      'an option as program',
      { 'smoke-command': '--privileged x' },
      /smoke-command: .* does not begin with a program of the image\. Allowed: app --version/,
    ],
    [
      'an option as builder',
      { builder: '--all' },
      /builder: '--all' cannot be used\. Allowed: the name of a buildx builder/,
    ],
    ['an option as target', { target: '-t' }, /target: '-t' cannot be used\. Allowed: the name of a stage/],
    [
      'a line break in a field',
      { 'secret-files': '"id=a\nb"' },
      /secret-files: the value of 'id' cannot be used/,
    ],
    [
      'a comma in a field',
      { ssh: 'default=/tmp/a,type=file' },
      /ssh: .* cannot be used\. Allowed: default, or id=path/,
    ],
    [
      'a comma in a reference',
      { 'cache-ref': 'localhost/a:b,mode=max' },
      /cache-ref: .* cannot be used\. Allowed: an image reference/,
    ],
    [
      'a comma in the scanner',
      { sbom: 'generator=x,disabled=true' },
      /sbom: .* cannot be used\. Allowed: true, false, generator=/,
    ],
    [
      'a build argument without =',
      { 'build-args': 'TOKEN_OF_SOMEBODY' },
      /build-args: an entry of 17 characters has no '='\. Allowed: NAME=value/,
    ],
    [
      'builder and driver',
      { builder: 'mine', driver: 'docker' },
      /builder: it cannot be used together with 'driver'\. .* remove one of the two/,
    ],
    [
      'a file that is not there',
      { file: 'Dockerfile.prod' },
      /file: 'Dockerfile\.prod' is not a file in the workspace; the context holds .*Dockerfile/,
    ],
    [
      'a folder that is not there',
      { context: 'app-a' },
      /context: 'app-a' is no folder of the workspace, which holds .*Dockerfile.*actions\/checkout/,
    ],
    ['a folder outside', { context: '..' }, /context: '\.\.' is no folder of the workspace/],
    [
      'a file outside',
      { file: '../../etc/passwd' },
      /file: '\.\.\/\.\.\/etc\/passwd' is not a file in the workspace/,
    ],
    [
      'a secret file that is not there',
      { 'secret-files': 'a=none' },
      /secret-files: 'none' is not a file\. .* Make it before this step/,
    ],
    [
      'a variable that is not set',
      { 'secret-envs': 'a=NOT_SET' },
      /secret-envs: the variable NOT_SET is not set\. Make it before/,
    ],
  ] as const)(
    '%s',
    async (_, inputs, expected) => {
      const error = await refusal({ inputs })
      expect(error).toMatch(/^One input cannot be used:\n/)
      expect(error).toMatch(expected)
    },
    30_000,
  )

  test('a value that may be a secret is not shown', async () => {
    expect(await refusal({ inputs: { secrets: 'hunter2hunter2' } })).not.toContain('hunter2')
  }, 30_000)

  test('all faults of all inputs stand in one report', async () => {
    const inputs = {
      tag: 'v1',
      platforms: 'linux/x, arm64, y',
      'build-args': 'A',
      driver: 'swarm',
      gate: 'perhaps',
    }
    const error = await refusal({ inputs })
    expect(error).toMatch(/^6 inputs cannot be used:\n/)
    for (const name of ['tag', 'platforms', 'build-args', 'driver', 'gate'])
      expect(error).toMatch(new RegExp(`^  ${name}: `, 'm'))
  }, 30_000)

  test('what the disk says stands in one report with what cannot be parsed', async () => {
    const inputs = { gate: 'perhaps', context: 'a', 'secret-files': 's=none', 'secret-envs': 'v=NOT_SET' }
    const error = await refusal({ inputs })
    expect(error).toMatch(/^4 inputs cannot be used:\n/)
    for (const name of Object.keys(inputs)) expect(error).toMatch(new RegExp(`^  ${name}: `, 'm'))
    // Of a Dockerfile in a context that is not known nobody can say whether it is there.
    const faulty = await refusal({ inputs: { context: '--output=x', file: 'none', 'secret-files': 's=' } })
    expect(faulty).toMatch(/^2 inputs cannot be used:\n {2}context: .*\n {2}secret-files: .*$/)
  }, 30_000)

  test('what the disk says stands in one report with what the tags say', async () => {
    const inputs = {
      context: 'a',
      'secret-files': 's=none',
      'extra-tags': LONG.slice(2),
      'tag-suffix': '-alpine',
    }
    const error = await refusal({ inputs })
    for (const name of ['context', 'secret-files', 'extra-tags'])
      expect(error).toMatch(new RegExp(`^  ${name}: `, 'm'))
  }, 30_000)
})

describe('a place that cannot be used', () => {
  test('a workspace without Dockerfile says what it holds', async () => {
    const workspace = leg.workspace()
    rmSync(join(workspace.path, 'Dockerfile'))
    expect(await refusal({}, workspace)).toMatch(
      /file: neither Dockerfile nor Dockerfile\.example is in the workspace; the context holds .*app, bin, docs\b.*Write file:/,
    )
  }, 30_000)

  test('an empty workspace asks for a checkout', async () => {
    const workspace = leg.workspace()
    const sha = workspace.head()
    for (const name of ['Dockerfile', 'app', 'bin', 'docs', '.git'])
      rmSync(join(workspace.path, name), { recursive: true })
    const empty = { ...workspace, head: () => sha }
    expect(await refusal({}, empty)).toMatch(
      /the context is empty\. .*Add a step with actions\/checkout before this one/,
    )
  }, 30_000)

  test('connections that are not verified are refused before a token is sent', async () => {
    const job = { leg, workspace: leg.workspace(), env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }
    const done = await publish(job)
    expect(failedInMain(done)).toMatch(
      /NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of TLS certificates off/,
    )
    expect(done.requests).toEqual([])
  }, 30_000)

  test('without an engine it says which one it asked and what to do', async () => {
    const none = `unix://${join(leg.root, 'none.sock')}`
    const error = await refusal({ env: { DOCKER_HOST: none } })
    expect(error).toContain(none)
    expect(error).toMatch(/engine/)
  }, 60_000)
})

test('a scanner that is nowhere is named, with the input that goes on without it', async () => {
  const inputs = { platforms: 'linux/amd64', sbom: 'generator=127.0.0.1:1/none:1' }
  const done = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v0.9.0', inputs })
  expect(failedInMain(done, done.tags)).toMatch(/127\.0\.0\.1:1\/none:1.*[Ww]rite sbom: false/)
}, 60_000)

test('an upper-case image is lower-cased', async () => {
  const image = leg.image.replace('octocat/hello-world', 'OctoCat/Hello-World')
  const inputs = { image, platforms: 'linux/amd64', sbom: 'false' }
  const done = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.2.3', inputs })
  succeeded(done)
  expect(done).toMatchObject({ outputs: { image: leg.image } })
  expect(Object.keys(done.tags)).toContain('v1.2.3')
}, 60_000)

test('hostile values in fields of options reach only their own field', async () => {
  const inputs = {
    ...{ platforms: 'linux/amd64', sbom: 'false', smoke: 'off', cache: 'off' },
    secrets: 'a,src=/etc/passwd=x',
    'build-args': 'A=--push\nB="b,type=local"',
    labels: '"com.example.text=one, ""two"" --three"',
  }
  const error = (await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v2.0.0', inputs }))
    .annotations
  expect(error[0]).toMatch(/secrets: the name 'a,src' cannot be used/)
  const good = { ...inputs, secrets: 'a=x,src=/etc/passwd' }
  const done = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v2.0.0', inputs: good })
  succeeded(done)
  const { manifest } = await leg.reader.manifest('octocat/hello-world', 'v2.0.0')
  expect(JSON.stringify(manifest)).not.toContain('passwd')
}, 60_000)
