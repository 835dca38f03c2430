import { quote } from './parsers.ts'
import { Fault, type Parser } from './row.ts'

/** A cache as buildx takes it: its type and its other fields. */
export interface CacheEntry {
  readonly type: string
  readonly fields: readonly (readonly [key: string, value: string])[]
}

const READ = ['registry', 'gha', 'local', 's3', 'azblob'] as const
const WRITTEN = [...READ, 'inline'] as const
/** Fields that would stand in the arguments of a process, where everybody on the machine can read them. */
const SECRET = /^(?:token|ghtoken|access_key_id|secret_access_key|session_token)$/i
const REFERENCE = /^[a-z0-9][A-Za-z0-9._/:@-]{0,254}$/
/** A field of a list by comma, in quotes where it holds a comma or a quote (RFC 4180). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/y

/** An entry of `cache-from`: fields by comma, or a reference, which buildx reads as `type=registry`. */
export const cacheSource: Parser<CacheEntry> = (text) => entry(text, READ)

/** An entry of `cache-to`. */
export const cacheTarget: Parser<CacheEntry> = (text) => entry(text, WRITTEN)

function entry(text: string, types: readonly string[]): CacheEntry | Fault {
  if (/[\r\n]/.test(text))
    return new Fault({ found: 'an entry has more than one line.', allowed: 'one line' })
  if (REFERENCE.test(text)) return { type: 'registry', fields: [['ref', text]] }
  const fields = split(text)
  const type = fields?.find(([key]) => key === 'type')?.[1]
  if (fields === undefined || type === undefined || !types.includes(type)) {
    const found = type === undefined ? 'an entry has no type.' : `the type ${quote(type)} is not known.`
    return new Fault({
      found: fields === undefined ? 'an entry is no list of key=value by comma.' : found,
      allowed: `type=<type>,… with ${types.join(', ')}; or an image reference`,
    })
  }
  const secret = fields.find(([key]) => SECRET.test(key))
  if (secret !== undefined) {
    return new Fault({
      found: `the field ${quote(secret[0])} would show a secret to every process of the runner.`,
      remedy: 'Set it as a variable in env: of the step, such as AWS_SECRET_ACCESS_KEY.',
    })
  }
  return { type, fields: fields.filter(([key]) => key !== 'type') }
}

/** Undefined where it is no list of fields. */
function split(text: string): CacheEntry['fields'] | undefined {
  const fields: (readonly [string, string])[] = []
  FIELD.lastIndex = 0
  while (FIELD.lastIndex < text.length) {
    const match = FIELD.exec(text)
    const field = match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? ''
    const [, key, value] = /^([A-Za-z][A-Za-z0-9_-]*)=(.*)$/s.exec(field.trim()) ?? []
    if (key === undefined || value === undefined) return undefined
    fields.push([key, value])
  }
  return fields
}
