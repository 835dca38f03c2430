import { readFileSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { helperVariables } from './environment.ts'
import { dockerFolder, type Files } from './files.ts'
import { decodeLogin, encodeLogin, type Identity, type LoginEntry, readHelperAnswer } from './login.ts'
import type { Processes } from './process.ts'

export type { Identity, IdentityToken, Login, LoginEntry } from './login.ts'

/** Docker's credentials: the user's own configuration with our entries added, in a private folder. */
export interface Credentials {
  /**
   * Writes the private configuration; every later docker child uses it. The user's own is never changed.
   * @param entries credentials to add; undefined leaves out every credential, the user's own too
   */
  create(folder: string, entries: readonly LoginEntry[] | undefined): Promise<void>
  /** Uses a private configuration that main wrote. */
  open(folder: string): void
  /** What the private configuration, or a helper that it names, knows for a host. */
  lookup(registry: string): Promise<Identity | undefined>
  /** Whether it is one of the entries that `create` added, and not an earlier login of the user's. */
  isOwn(registry: string): boolean
  /** The form in which docker stores a login: a secret of its own, to be masked. */
  encode(username: string, password: string): string
}

interface Entry {
  readonly auth?: string
  readonly identitytoken?: string
}

interface Config {
  readonly auths?: Readonly<Record<string, Entry>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
  readonly cliPluginsExtraDirs?: readonly string[]
}

const HELPER_LIMIT = 15_000

/** Keeps credentials as the docker CLI does (docker/cli cli/config/configfile). */
export function createCredentials(
  processes: Processes,
  files: Files,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Credentials {
  const original = dockerFolder(env)
  let current: string | undefined
  let own: readonly string[] = []
  const use = (folder: string) => {
    current = join(folder, 'docker')
    const shared = {
      DOCKER_CONFIG: current,
      ...(namesHelper(readConfig(current)) ? helperVariables(env) : {}),
    }
    processes.extend('docker', { ...shared, BUILDX_CONFIG: env.BUILDX_CONFIG || join(original, 'buildx') })
    processes.extend('cosign', shared)
  }
  return {
    encode: encodeLogin,
    open: use,
    isOwn: (registry) => own.includes(registry),
    async create(folder, entries) {
      const target = join(folder, 'docker')
      await files.makePrivateFolder(target)
      own = (entries ?? []).map(({ registry }) => registry)
      const before = readConfig(original)
      const config = withEntries(
        entries === undefined ? withoutCredentials(before) : before,
        entries ?? [],
        original,
      )
      await files.writePrivate(join(target, 'config.json'), JSON.stringify(config))
      if ((await files.kind(join(original, 'contexts'))) === 'folder') {
        await symlink(join(original, 'contexts'), join(target, 'contexts'))
      }
      use(folder)
    },
    async lookup(registry) {
      const config = readConfig(current ?? original)
      const key = keyOf(registry)
      const helper = config.credHelpers?.[key] ?? config.credsStore
      if (helper !== undefined && helper !== '') return askHelper(processes, helper, key)
      return decodeEntry(storedEntry(config, key))
    },
  }
}

/** An empty helper name makes the CLI read our entry from the file, whatever store it uses for the rest. */
function withEntries(config: Config, entries: readonly LoginEntry[], original: string): Config {
  const auths = entries.map(({ registry, username, password }) => [
    keyOf(registry),
    { auth: encodeLogin(username, password) },
  ])
  const helpers = entries.map(({ registry }) => [keyOf(registry), ''])
  return {
    ...config,
    auths: { ...config.auths, ...Object.fromEntries(auths) },
    credHelpers: { ...config.credHelpers, ...Object.fromEntries(helpers) },
    cliPluginsExtraDirs: [...(config.cliPluginsExtraDirs ?? []), join(original, 'cli-plugins')],
  }
}

function withoutCredentials({ auths, credHelpers, credsStore, ...rest }: Config): Config {
  return rest
}

/** Read at once, not later: main and post name the folder before the first docker child. */
function readConfig(folder: string): Config {
  try {
    const json: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
    return typeof json === 'object' && json !== null ? (json as Config) : {}
  } catch {
    return {}
  }
}

function namesHelper({ credsStore, credHelpers }: Config): boolean {
  return [credsStore, ...Object.values(credHelpers ?? {})].some((name) => name !== undefined && name !== '')
}

/** Docker Hub's entry has the name of its first API. */
function keyOf(registry: string): string {
  return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry
}

/** By the key itself, else by its host: older clients wrote whole addresses (docker/cli, credentials.ConvertToHostname). */
function storedEntry({ auths }: Config, key: string): Entry | undefined {
  const host = (address: string) => address.replace(/^https?:\/\//, '').split('/', 1)[0]
  return auths?.[key] ?? Object.entries(auths ?? {}).find(([address]) => host(address) === key)?.[1]
}

function decodeEntry(entry: Entry | undefined): Identity | undefined {
  const { auth, identitytoken } = entry ?? {}
  if (typeof identitytoken === 'string' && identitytoken !== '') return { identityToken: identitytoken }
  return typeof auth === 'string' ? decodeLogin(auth) : undefined
}

/** The protocol of docker-credential-helpers: the host on stdin, JSON on stdout. */
async function askHelper(processes: Processes, helper: string, key: string): Promise<Identity | undefined> {
  if (!/^[A-Za-z0-9._-]+$/.test(helper)) return undefined
  const command = { tool: 'credential-helper', file: `docker-credential-${helper}`, args: ['get'] } as const
  const answer = await processes
    .run({ ...command, input: key, timeoutMs: HELPER_LIMIT })
    .catch(() => undefined)
  return answer?.code === 0 ? readHelperAnswer(answer.stdout.toString('utf8')) : undefined
}
