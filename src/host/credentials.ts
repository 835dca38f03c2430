import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { dockerFolder, type Files } from './files.ts'
import type { Processes } from './process.ts'

/** Who we are at a registry. */
export interface Login {
  readonly username: string
  readonly password: string
}

/** Credentials for one registry host. */
export interface LoginEntry extends Login {
  readonly registry: string
}

/** Docker's credentials: the user's own configuration with our entries added, in a private folder. */
export interface Credentials {
  /** Writes the private configuration; every later docker child uses it. The user's own is never changed. */
  create(folder: string, entries: readonly LoginEntry[]): Promise<void>
  /** Uses a private configuration that main wrote. */
  open(folder: string): void
  /** What the private configuration, or a helper that it names, knows for a host. */
  lookup(registry: string): Promise<Login | undefined>
  /** The form in which docker stores a login: a secret of its own, to be masked. */
  encode(username: string, password: string): string
}

interface Config {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>
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
  const use = (folder: string) => {
    current = join(folder, 'docker')
    processes.extend('docker', {
      DOCKER_CONFIG: current,
      BUILDX_CONFIG: env.BUILDX_CONFIG || join(original, 'buildx'),
    })
  }
  return {
    encode,
    open: use,
    async create(folder, entries) {
      const target = join(folder, 'docker')
      await files.makePrivateFolder(target)
      const config = withEntries(await readConfig(original), entries, original)
      await files.writePrivate(join(target, 'config.json'), JSON.stringify(config))
      if ((await files.kind(join(original, 'contexts'))) === 'folder') {
        await symlink(join(original, 'contexts'), join(target, 'contexts'))
      }
      use(folder)
    },
    async lookup(registry) {
      const config = await readConfig(current ?? original)
      const key = keyOf(registry)
      const helper = config.credHelpers?.[key] ?? config.credsStore
      if (helper !== undefined && helper !== '') return askHelper(processes, helper, key)
      const stored = config.auths?.[key]?.auth ?? config.auths?.[`https://${registry}`]?.auth
      return stored === undefined ? undefined : decode(stored)
    },
  }
}

/** An empty helper name makes the CLI read our entry from the file, whatever store it uses for the rest. */
function withEntries(config: Config, entries: readonly LoginEntry[], original: string): Config {
  const auths = entries.map(({ registry, username, password }) => [
    keyOf(registry),
    { auth: encode(username, password) },
  ])
  const helpers = entries.map(({ registry }) => [keyOf(registry), ''])
  return {
    ...config,
    auths: { ...config.auths, ...Object.fromEntries(auths) },
    credHelpers: { ...config.credHelpers, ...Object.fromEntries(helpers) },
    cliPluginsExtraDirs: [...(config.cliPluginsExtraDirs ?? []), join(original, 'cli-plugins')],
  }
}

async function readConfig(folder: string): Promise<Config> {
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))
    return typeof json === 'object' && json !== null ? (json as Config) : {}
  } catch {
    return {}
  }
}

/** Docker Hub's entry has the name of its first API. */
function keyOf(registry: string): string {
  return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry
}

function encode(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}

function decode(auth: string): Login | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 1 ? undefined : { username: text.slice(0, at), password: text.slice(at + 1) }
}

/** The protocol of docker-credential-helpers: the host on stdin, JSON on stdout. */
async function askHelper(processes: Processes, helper: string, key: string): Promise<Login | undefined> {
  if (!/^[A-Za-z0-9._-]+$/.test(helper)) return undefined
  const command = { tool: 'credential-helper', file: `docker-credential-${helper}`, args: ['get'] } as const
  try {
    const answer = await processes.run({ ...command, input: key, timeoutMs: HELPER_LIMIT })
    const json = JSON.parse(answer.stdout.toString('utf8')) as { Username?: unknown; Secret?: unknown }
    const { Username: username, Secret: password } = json
    return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined
  } catch {
    return undefined
  }
}
