import { type Json, objectOf } from './json.ts'
/** A part of an image's configuration that people know by name. */
export interface ConfigPart {
  /** Such as `step 3 of the history (ENV)`. */
  readonly place: string
  /** The name of a variable or label that stands there; foreign text. */
  readonly name?: string
  /** Foreign text, without the escapes of JSON. */
  readonly text: string
}

/** All of an image configuration, by its parts (OCI image-spec, config.md). Hostile input: what is not of the right kind is in the rest. */
export function configParts(json: unknown): readonly ConfigPart[] {
  const whole = objectOf(json)
  const config = objectOf(whole.config)
  const { Env: env, Labels: labels, ...start } = config
  const rest = { ...whole, config: start, history: undefined }
  return [
    ...listOf(env).map((entry) => variable(String(entry))),
    ...Object.entries(objectOf(labels)).map(([name, value]) => ({
      place: 'label',
      name,
      text: `${name}=${value}`,
    })),
    ...listOf(whole.history).map((entry, at) => step(objectOf(entry), at + 1)),
    ...textsIn(rest).map((text) => ({ place: 'configuration', text })),
  ]
}

function variable(entry: string): ConfigPart {
  const at = entry.indexOf('=')
  return { place: 'environment variable', name: at < 0 ? entry : entry.slice(0, at), text: entry }
}

/** The instruction's own word only: the rest of it may hold the secret. */
function step(entry: Json, number: number): ConfigPart {
  const texts = textsIn(entry)
  const by = typeof entry.created_by === 'string' ? entry.created_by : ''
  const word = /^[A-Z]{3,11}(?=\s)/.exec(by)?.[0]
  return {
    place: `step ${number} of the history${word === undefined ? '' : ` (${word})`}`,
    text: texts.join('\n'),
  }
}

/** Every text in a value, names included, as deep as configurations go. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > 16) return []
  return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one, depth + 1)])
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
