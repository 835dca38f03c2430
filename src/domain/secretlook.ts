import { isPublicName, isSecretName } from './secretname.ts'
import { shapeOf } from './secretvalue.ts'

/** A value that stands in a file, with the name before it, where it has one. Foreign text. */
export interface Named {
  readonly name?: string
  readonly value: string
}

const SHORTEST = 16
const LONGEST = 8192
/** Changes of kind that a value needs: random ones of 20 letters and digits have eight, `my-project-123456` has none. */
const CHANGES = 4
/** Where a name says that it is a secret: `MyDogSpot2019Forever` has two. */
const CHANGES_NAMED = 2
/** In longer values there has to be one in so many characters. */
const CHARACTERS_A_CHANGE = 10

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/
/** `registry.example.com/some/path`, `settings.json`: names end in lower-case letters, web tokens do not. */
const HOST = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,18}(?::\d+)?(?:\/|$)/
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i
const PATH = /^(?:(?:~|\.{1,2})?\/[a-z._-]+\/|[A-Za-z]:\\)/
const MAIL = /^[^@]+@[\w-]+(?:\.[\w-]+)+$/
/** `owner/action@0123abc…`, as workflows pin what they use. */
const PIN = /^[\w.-]+\/[\w./-]+@[0-9a-f]{7,64}$/
/** Public keys of SSH (RFC 4253), and a certificate in base64 as a kubeconfig has it. */
const PUBLIC = /^(?:AAAA(?:B3NzaC1|C3NzaC1|E2VjZHNh|G[A-Z])|LS0tLS1CRUdJTiBDRVJU)/

/**
 * Whether a value can be nothing but a credential: of at least 16 characters, and of a known kind of token or as mixed as random ones are. Names,
 * hosts, paths, addresses and words are not, nor what its name calls public. Digests and identifiers are made as keys are, so these two
 * go by their names as well.
 */
export function looksLikeValue({ name = '', value }: Named): boolean {
  if (value.length < SHORTEST || value.length > LONGEST || !/^[!-~]+$/.test(value)) return false
  const isPublic = isPublicName(name)
  if (shapeOf(value, isPublic) !== undefined) return true
  const isSecret = isSecretName(name)
  // Of a password nobody knows what it looks like.
  const others = isSecret ? [ADDRESS, PIN, PUBLIC] : [HOST, ADDRESS, PATH, MAIL, PIN, PUBLIC]
  if (isPublic || others.some((pattern) => pattern.test(value))) return false
  if (UUID.test(value)) return isSecret
  if (HEX.test(value) && name !== '' && !isSecret) return false
  const { changes, characters } = mixOf(value)
  const least = isSecret ? CHANGES_NAMED : Math.max(CHANGES, characters / CHARACTERS_A_CHANGE)
  return changes >= least
}

/** A word, perhaps with a number behind it (`oauth2`, `Main`), or a number with its unit. */
const ORDINARY = /^(?:(?:[A-Za-z]?[a-z]*|[A-Z]+)\d{0,4}|\d+[A-Za-z]{0,2})$/
/** From one of lower-case, upper-case and digit to another; not where a word begins, as in `myRole`. */
const CHANGE = /[a-z](?=\d|[A-Z](?![a-z]{2}))|[A-Z](?=\d)|\d(?=[A-Za-z])/g

function mixOf(value: string): { readonly changes: number; readonly characters: number } {
  const chunks = value.split(/[^A-Za-z0-9]+/)
  const mixed = chunks.filter((chunk) => !ORDINARY.test(chunk))
  const changes = mixed.reduce((sum, chunk) => sum + (chunk.match(CHANGE)?.length ?? 0), 0)
  return { changes, characters: chunks.join('').length }
}
