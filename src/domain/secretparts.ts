import type { Bytes } from './secretforms.ts'
import { looksLikeValue, type Named } from './secretlook.ts'
import { isSecretName } from './secretname.ts'

/** Of a larger file only the whole is looked for: it is data, and each part costs time in every bill of materials. */
const LARGEST = 32 * 1024
const MOST_PARTS = 256
/** As deep as files of credentials go, and as many names as stand before a value. */
const DEEPEST = 16

/**
 * The values in a secret that has a structure, such as `.netrc`, the files of AWS and npm, a key of a service account, PEM or `.env`: what
 * looks like a credential by `looksLikeValue`. None where the file is larger than 32 KiB or has more than 256 of them.
 */
export function valuesIn(secret: Bytes): readonly Bytes[] {
  if (secret.length > LARGEST) return []
  const parts = new Set(
    namedIn(secret)
      .filter(looksLikeValue)
      .map(({ value }) => value),
  )
  return parts.size > MOST_PARTS ? [] : [...parts]
}

function namedIn(text: string): readonly Named[] {
  const json = parseJson(text)
  return json === undefined ? inText(text) : inJson(json)
}

/** Undefined where it is no object or list of JSON. */
function parseJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function inJson(json: unknown, name?: string, depth = 0): readonly Named[] {
  if (typeof json === 'string') return inText(json, name)
  if (typeof json !== 'object' || json === null || depth > DEEPEST) return []
  return Object.entries(json).flatMap(([key, one]) =>
    inJson(one, Array.isArray(json) ? name : key, depth + 1),
  )
}

/** Everybody may have these, and images with a certificate in a variable are no rarity. */
const PUBLIC_BLOCK =
  /-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|CERTIFICATE REQUEST|PUBLIC KEY|X509 CRL)-----.*?-----END [A-Z0-9 ]+-----/gs

function inText(text: string, name?: string): readonly Named[] {
  const lines = text.replace(PUBLIC_BLOCK, '').split(/[\r\n]+/)
  return lines.flatMap((line) => inLine(line.trim(), name))
}

/** `name = value`, but no `=` that fills up base64, and none in an address. */
const ASSIGNED = /^(?:export\s+)?((?:(?!:\/\/)[^\s=])+)\s*=\s*(?!=*$)(.+)$/
/** `name: value`, as YAML and headers have it. */
const COLON = /^(?:- )?["']?([\w./ -]{1,128}?)["']?:\s+(.+)$/

function inLine(line: string, name?: string): readonly Named[] {
  const [, own = name, value = line] = ASSIGNED.exec(line) ?? COLON.exec(line) ?? []
  const words = value.split(/\s+/)
  return words.flatMap((word, at) => inWord(word, nameOf(words[at - 1], own)))
}

/** The words of a .netrc name one another, and so do the tags of XML. */
function nameOf(before: string | undefined, own: string | undefined): string | undefined {
  return before !== undefined && isSecretName(before) ? before : own
}

const URL_START = /^[a-z][a-z0-9+.-]*:\/\/(?:([^@/]*)@)?/i
/** What stands between values that have no blank between them. */
const BETWEEN = /["'`,;<>(){}[\]|&?#]+/

/** What is named as a secret may have any characters; all else is taken apart. */
function inWord(word: string, name: string | undefined): readonly Named[] {
  const bare = word.replace(/^["'`]+|["'`,;]{1,4}$/g, '')
  const pieces = bare.split(BETWEEN).filter((piece) => piece !== '')
  const parts = pieces.flatMap((piece, at) => inPiece(piece, nameOf(pieces[at - 1], name)))
  const whole = name !== undefined && isSecretName(name) && pieces.length > 1 && !bare.includes('://')
  return whole ? [{ name, value: bare }, ...parts] : parts
}

const DIGEST = /(?:^|@)(?:sha\d+|md5)$/i
/** Checksums, as lock files and HTML have them. */
const INTEGRITY = /^sha(?:256|384|512)-/

function inPiece(piece: string, name: string | undefined, depth = 0): readonly Named[] {
  const url = URL_START.exec(piece)
  if (url !== null) return inUser(url[1] ?? '', name)
  const [, key, value] = ASSIGNED.exec(piece) ?? []
  const isKey = key !== undefined && value !== undefined && /^[\w.-]+$/.test(key)
  if (isKey && depth < DEEPEST) return inPiece(value, key, depth + 1)
  if (INTEGRITY.test(piece)) return []
  const fields = piece.split(':')
  return fields
    .filter((_, at) => !DIGEST.test(fields[at - 1] ?? ''))
    .map((field) => field.replace(/={1,4}$/, ''))
    .flatMap((field) => [named(field, name), ...inLogin(field, name)])
}

/** `auth` of docker, `_auth` and `_password` of npm, which are base64 of `user:password` and of a password. */
const ENCODED = /(?:^|:)(?:_?auth|_password)$/

function inLogin(value: string, name = ''): readonly Named[] {
  if (!ENCODED.test(name) || !/^[A-Za-z0-9+/]+$/.test(value) || value.length % 4 === 1) return []
  const login = atob(value)
  return [{ name: 'password', value: login.slice(login.indexOf(':') + 1) }]
}

/** Of an address only who asks, and with what. */
function inUser(user: string, name: string | undefined): readonly Named[] {
  const [who = '', ...password] = user.split(':')
  return [named(unescaped(who), name), named(unescaped(password.join(':')), 'password')]
}

function named(value: string, name: string | undefined): Named {
  return name === undefined ? { value } : { name, value }
}

/** Percent-encoding as bytes; what is none stays. */
function unescaped(text: string): Bytes {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}
