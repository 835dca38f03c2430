import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import { createCredentials } from '../../src/host/credentials.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import type { Processes } from '../../src/host/process.ts'
import { createRegistry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'
import { json, serve } from '../host/registry-client.ts'
import type { Seen, TestServer } from '../host/server.ts'
import { createWholeRegistry, INDEX, MANIFEST, type WholeRegistry } from '../host/whole-registry.ts'
import { context } from '../plan/given.ts'

const PLATFORM = { os: 'linux', architecture: 'amd64' }
export const COMMIT = 'c'.repeat(40)

const FOLDERS: string[] = []
afterEach(() => {
  for (const folder of FOLDERS.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A registry that asks for tokens, and a host that is connected to it over HTTP; its engine must not be asked. */
export interface Place {
  readonly host: Host
  /** `HOST:PORT` of the registry. */
  readonly address: string
  readonly registry: WholeRegistry
  readonly seen: readonly Seen[]
  /** Lines of the log, each behind its kind. */
  readonly said: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summaries: readonly string[]
  /** RUNNER_TEMP. */
  readonly temp: string
  /** Puts an image of a version under a tag, and gives its digest. */
  point(repository: string, tag: string, version: string): string
}

/** Makes one for a job with these inputs. */
export async function createPlace(inputs: Readonly<Record<string, string>> = {}): Promise<Place> {
  const registry = createWholeRegistry()
  const server = await serve(
    (request, response) => {
      const host = request.headers.host ?? ''
      if (request.url?.startsWith('/token')) return json(response, 200, { token: 'tok' })
      if (request.headers.authorization === 'Bearer tok') return registry.answer(request, response)
      request.resume()
      const challenge = `Bearer realm="http://${host}/token",service="s"`
      return json(response, 401, {}, { 'www-authenticate': challenge })
    },
    { unread: true },
  )
  const folder = mkdtempSync(join(tmpdir(), 'ghcr-publish-place-'))
  FOLDERS.push(folder)
  const temp = join(folder, 'temp')
  mkdirSync(temp)
  const [said, summaries, outputs]: [string[], string[], Record<string, string>] = [[], [], {}]
  const host = hostOf(temp, { said, summaries, outputs, inputs })
  const point = (repository: string, tag: string, version: string) =>
    imageOf(registry, repository, tag, version)
  return { host, address: server.host, registry, seen: server.seen, said, outputs, summaries, temp, point }
}

/** The rights that tokens were asked for, each once, without those of no repository. */
export function scopesOf({ seen }: Pick<TestServer, 'seen'> | Place): readonly string[] {
  const asked = seen.flatMap(({ path }) => new URL(path, 'http://x').searchParams.getAll('scope'))
  return [...new Set(asked)].toSorted()
}

function imageOf(registry: WholeRegistry, repository: string, tag: string, version: string): string {
  const config = registry.blob(repository, JSON.stringify({ ...PLATFORM, version }))
  const child = registry.manifest(repository, MANIFEST, { config, layers: [] })
  const annotations = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': COMMIT,
  }
  const manifests = [{ ...child, platform: PLATFORM }]
  return registry.manifest(repository, INDEX, { manifests, annotations }, tag).digest
}

interface Heard {
  readonly said: string[]
  readonly summaries: string[]
  readonly outputs: Record<string, string>
  readonly inputs: Readonly<Record<string, string>>
}

function hostOf(temp: string, { said, summaries, outputs, inputs }: Heard): Host {
  const say = (kind: string) => (line: string) => void said.push(`${kind}: ${line}`)
  const processes = {
    stopped: undefined,
    extend: () => undefined,
    endOrphans: async () => 0,
    stopAll: async () => undefined,
  } as unknown as Processes
  const files = createFiles()
  const credentials = createCredentials(processes, files, { HOME: temp })
  let [now, state]: [number, string | undefined] = [0, undefined]
  return {
    ...{ processes, files, credentials },
    registry: createRegistry(
      createSend(async () => undefined),
      (registry) => credentials.lookup(registry),
    ),
    log: {
      ...{ info: say('info'), notice: say('notice'), warning: say('warning'), error: say('error') },
      child: (prefix: string, text: string) => void said.push(`${prefix}${text}`),
      group: <T>(_: string, body: () => Promise<T>) => body(),
    },
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds
      },
    },
    engine: {
      containersOf: async () => [],
      removeContainers: async () => undefined,
      removeImages: async () => undefined,
    },
    runner: {
      context: context({ temp, event: 'workflow_dispatch', ref: 'refs/heads/main' }),
      input: (name: string) => inputs[name] ?? '',
      environment: () => undefined,
      mask: () => undefined,
      readState: () => state,
      saveState: (value: string) => {
        state = value
      },
      setOutput: (name: string, value: string) => {
        outputs[name] = value
      },
      summary: async (markdown: string) => void summaries.push(markdown),
    },
  } as unknown as Host
}
