import { describe, expect, test } from '@jest/globals'
import type { GitHubAnswer } from '../../src/domain/github.ts'
import type { Held, HeldTags } from '../../src/domain/held.ts'
import type { Host } from '../../src/host/host.ts'
import type { Registry } from '../../src/host/registry/registry.ts'
import type { Plan } from '../../src/plan/publish.ts'
import { readEarlier } from '../../src/steps/earlier.ts'
import { client, serve } from '../host/registry-client.ts'
import { createWholeRegistry, INDEX, MANIFEST, type WholeRegistry } from '../host/whole-registry.ts'
import { SHA, tag } from '../plan/given.ts'
import { platform } from '../report/outcomes.ts'

const OLD = 'b'.repeat(40)
const BOTH = ['linux/amd64', 'linux/arm64']

/** An image of both platforms, of the commit OLD, under `main`. */
function fill(registry: WholeRegistry, revision = OLD): HeldTags {
  const manifests = BOTH.map((name) => {
    const [os, architecture] = name.split('/')
    const history = [{ created_by: `COPY ${architecture}` }]
    const config = JSON.stringify({
      os,
      architecture,
      history,
      rootfs: { diff_ids: [`sha256:${architecture}`] },
    })
    const content = { config: registry.blob('o/app', config), layers: [] }
    return { ...registry.manifest('o/app', MANIFEST, content), platform: { os, architecture } }
  })
  const annotations = { 'org.opencontainers.image.revision': revision }
  const { digest } = registry.manifest('o/app', INDEX, { manifests, annotations }, 'main')
  return new Map([[tag('main'), { digest } as Held]])
}

interface Given {
  readonly revision?: string
  readonly local?: readonly string[] | undefined
  readonly remote?: GitHubAnswer<readonly string[]>
  readonly registry?: Partial<Registry>
}

/** Reads it for a build of SHA in the folder /w/app, on a machine where no time passes. */
async function read(given: Given) {
  const whole = createWholeRegistry()
  const held = fill(whole, given.revision)
  const server = await serve(whole.answer, { unread: true })
  const asked: string[] = []
  const note = <T>(question: string, answer: T): T => {
    asked.push(question)
    return answer
  }
  const host = {
    clock: { sleep: () => new Promise((resolve) => setTimeout(resolve, 500)) },
    git: {
      prefix: async () => 'app/',
      changedFiles: async (_: string, from: string, to: string) => note(`git ${from} ${to}`, given.local),
    },
    github: {
      changedFiles: async (from: string, to: string) =>
        note(`github ${from} ${to}`, given.remote ?? { unknown: 'no' }),
    },
  } as unknown as Host
  const plan = {
    tags: { moving: [], branch: tag('main'), fixed: [] },
    held,
    target: { image: { registry: server.host, repository: 'o/app' } },
    build: { platforms: BOTH.map(platform), context: '/w/app', file: '/w/app/Dockerfile' },
    commit: { sha: SHA },
  } as unknown as Plan
  const published = { ...client(), ...given.registry }
  return { earlier: await readEarlier(host, plan, published), asked }
}

describe('what is known of the image before', () => {
  test('is how each platform was made, and what the checkout says has changed', async () => {
    const { earlier, asked } = await read({ local: ['app/x', 'other'] })
    expect(earlier).toEqual({
      tag: 'main',
      commit: OLD,
      histories: new Map(
        ['amd64', 'arm64'].map((arch) => [
          `linux/${arch}`,
          [{ createdBy: `COPY ${arch}`, layer: `sha256:${arch}` }],
        ]),
      ),
      changes: { files: ['x'], dockerfile: false },
    })
    expect(asked).toEqual([`git ${OLD} ${SHA}`])
  })

  test('comes from GitHub where the checkout is shallow', async () => {
    const { earlier, asked } = await read({ remote: { value: ['app/Dockerfile'] } })
    expect(earlier?.changes).toEqual({ files: ['Dockerfile'], dockerfile: true })
    expect(asked).toEqual([`git ${OLD} ${SHA}`, `github ${OLD} ${SHA}`])
  })

  test('leaves the changes out where neither knows them', async () => {
    const { earlier } = await read({})
    expect(earlier).toMatchObject({ commit: OLD, changes: undefined })
  })

  test('of the same commit is that nothing changed', async () => {
    const { earlier, asked } = await read({ revision: SHA })
    expect(earlier?.changes).toEqual({ files: [], dockerfile: false })
    expect(asked).toEqual([])
  })

  test('asks nobody about a commit that is none', async () => {
    const { earlier, asked } = await read({ revision: '--output=/etc/passwd' })
    expect(earlier).toMatchObject({ commit: undefined, changes: undefined })
    expect(asked).toEqual([])
  })

  test.each<[string, Registry['manifest']]>([
    ['fails', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise(() => {})],
    ['has no such image', async () => undefined],
  ])('is nothing where the registry %s', async (_, manifest) => {
    expect((await read({ registry: { manifest } })).earlier).toBeUndefined()
  })
})
