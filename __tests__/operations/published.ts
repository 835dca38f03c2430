import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import type { ContainerResult } from '../../src/host/engine.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import type { Entry, Journal } from '../../src/plan/journal.ts'
import { formatJournal, journalFile } from '../../src/plan/journal.ts'
import { lineOf } from '../../src/plan/lines.ts'
import type { Published } from '../../src/plan/published.ts'
import type { Signed } from '../../src/plan/signed.ts'
import { environmentFile, formatState, newState, privateFolder } from '../../src/plan/state.ts'
import { client, name, serve } from '../host/registry-client.ts'
import { createWholeRegistry, INDEX, MANIFEST, type WholeRegistry } from '../host/whole-registry.ts'
import { tag } from '../plan/given.ts'

const REPOSITORY = 'o/app'
const ID = '0123456789ab'
const COMMIT = 'c'.repeat(40)

const FOLDERS: string[] = []
afterEach(() => {
  for (const folder of FOLDERS.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What a post step finds, and what came of it. */
export interface Scene {
  readonly host: Host
  readonly image: ImageName
  readonly registry: WholeRegistry
  /** `tag=version` of every tag, oldest first; `-` for an index of nothing. */
  shown(): readonly string[]
  /** Lines of the log, each behind its kind. */
  readonly said: readonly string[]
  readonly summaries: readonly string[]
  /** Puts a tag on the image of a version. */
  point(tag: string, version: string): Digest
}

/** A registry over HTTP, and a host whose engine ends every container with a code. */
export async function scene(there: Readonly<Record<string, string>>, code = 0): Promise<Scene> {
  const registry = createWholeRegistry()
  const image = name(await serve(registry.answer, { unread: true }))
  const point = (at: string, version: string) => imageOf(registry, version, at)
  for (const [at, version] of Object.entries(there)) point(at, version)
  const said: string[] = []
  const summaries: string[] = []
  const host = hostOf(registry, { said, summaries, code })
  return { host, image, registry, said, summaries, point, shown: () => shownIn(registry) }
}

/** What main leaves of a publish that moved these tags, oldest write first. */
export async function leave(
  { host, image }: Scene,
  {
    digest,
    before,
    fixed,
    finished = true,
    wroteAt,
    signed,
  }: {
    readonly digest: Digest
    readonly before: Readonly<Record<string, Digest | undefined>>
    readonly fixed: readonly string[]
    readonly finished?: boolean
    readonly wroteAt?: number
    readonly signed?: Signed | undefined
  },
): Promise<void> {
  const folder = privateFolder(host.runner.context.temp, ID)
  const journal: Journal = Object.entries(before).map(
    ([at, old]): Entry => ({ tag: tag(at), before: old, after: digest }),
  )
  const tags = Object.keys(before).map(tag)
  const published: Published = {
    ...{ image, digest, tags, commit: COMMIT, fixed: fixed.map(tag), suffix: '' },
    lines: tags.flatMap((one) => {
      const line = lineOf(one, '')
      return line === undefined ? [] : [{ tag: one, line }]
    }),
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    smoke: { mode: 'strict', args: ['x'], entrypoint: undefined, http: undefined, timeoutMs: 1000 },
    ...{ tried: true, inEngine: false },
  }
  const state = formatState({ ...newState(ID, folder), published, signed, journal, finished, wroteAt })
  await host.files.makePrivateFolder(folder)
  await host.files.writePrivate(environmentFile(folder), '[]')
  await host.files.writePrivate(journalFile(folder), formatJournal(journal))
  host.runner.saveState(state)
}

/** An image of one platform that says which version it is. */
function imageOf(registry: WholeRegistry, version: string, at?: string): Digest {
  const platform = { os: 'linux', architecture: 'amd64' }
  const config = registry.blob(REPOSITORY, JSON.stringify({ ...platform, version }))
  const child = registry.manifest(REPOSITORY, MANIFEST, { config, layers: [] })
  const annotations = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': COMMIT,
  }
  return registry.manifest(REPOSITORY, INDEX, { manifests: [{ ...child, platform }], annotations }, at).digest
}

function shownIn(registry: WholeRegistry): readonly string[] {
  const { tags, manifests } = registry.repository(REPOSITORY)
  return [...tags].map(([at, digest]) => {
    const { annotations } = JSON.parse(manifests.get(digest)?.body.toString() ?? '{}')
    return `${at}=${annotations?.['org.opencontainers.image.version'] ?? '-'}`
  })
}

interface Heard {
  readonly said: string[]
  readonly summaries: string[]
  readonly code: number
}

function hostOf(registry: WholeRegistry, { said, summaries, code }: Heard): Host {
  const say = (kind: string) => (line: string) => void said.push(`${kind}: ${line}`)
  let [now, state] = [0, '']
  const temp = mkdtempSync(join(tmpdir(), 'ghcr-publish-post-'))
  FOLDERS.push(temp)
  const ended: ContainerResult = { code, timedOut: false, first: [], last: [] }
  return {
    registry: client(),
    files: createFiles(),
    log: {
      ...{ info: say('info'), notice: say('notice'), warning: say('warning'), error: say('error') },
      child: () => undefined,
      group: <T>(_: string, body: () => Promise<T>) => body(),
    },
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds
      },
    },
    processes: { stopped: undefined, endOrphans: async () => 0, stopAll: async () => undefined },
    credentials: { open: () => undefined },
    engine: {
      run: async () => ended,
      containersOf: async () => [],
      removeContainers: async () => undefined,
      removeImages: async () => undefined,
    },
    buildx: {
      async inspectImage(reference: string) {
        const at = reference.slice(reference.lastIndexOf(':') + 1)
        const digest = registry.repository(REPOSITORY).tags.get(at) ?? reference.split('@').at(-1)
        return { descriptor: { digest }, manifests: [] }
      },
    },
    runner: {
      context: { temp, serverUrl: 'https://github.com' },
      readState: () => state,
      saveState: (value: string) => {
        state = value
      },
      summary: async (markdown: string) => void summaries.push(markdown),
    },
  } as unknown as Host
}
