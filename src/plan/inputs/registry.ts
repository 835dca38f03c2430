import { parse as parseYaml } from 'yaml'
import { all, plain, quote } from './parsers.ts'
import { Fault, fromExpression, list, type Parser, type Values } from './row.ts'

/** Credentials for one registry. */
export interface RegistryAuth {
  /** Host with an optional port; `docker.io` for Docker Hub. */
  readonly registry: string
  readonly username: string
  readonly password: string
}

const ALLOWED = 'a YAML list of registry, username, password'
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/

const auths: Parser<readonly RegistryAuth[]> = (text) => {
  let yaml: unknown
  try {
    yaml = parseYaml(text, { maxAliasCount: 0 })
  } catch {
    // The parser's own message quotes the text, which holds passwords.
    return new Fault({ found: 'it is not valid YAML.', allowed: ALLOWED })
  }
  if (!Array.isArray(yaml)) return new Fault({ found: 'it is not a list.', allowed: ALLOWED })
  return all(yaml, auth)
}

function auth(entry: unknown, at: number): RegistryAuth | Fault {
  const { registry, username, password } = (entry ?? {}) as Readonly<Record<string, unknown>>
  const wrong = (what: string) => new Fault({ found: `entry ${at + 1} ${what}.`, allowed: ALLOWED })
  if (typeof registry !== 'string') return wrong('has no registry')
  const host = registry
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase()
  if (!HOST.test(host)) return wrong(`names the registry ${quote(registry)}, which is not a host`)
  if (typeof username !== 'string' || username === '') return wrong('has no username')
  if (typeof password !== 'string' || password === '') return wrong('has no password')
  return { registry: host, username, password }
}

/** Who publishes. */
export const registryRows = {
  username: fromExpression('username', `\${{ github.actor }}`, plain, "User name for the image's registry."),
  password: fromExpression(
    'password',
    `\${{ github.token }}`,
    (text) => text,
    'Token or password. The default is sent to the registry of GitHub only; it needs `permissions: packages: write`.',
  ),
  registryAuths: list(
    'registry-auths',
    auths,
    'Credentials for more registries (base images, another target): a YAML list of `registry`, `username`, `password`.',
  ),
}

export type RegistryInputs = Values<typeof registryRows>
