import { type Bytes, formsOf } from './secretforms.ts'
import { isSecretName } from './secretname.ts'

/** A value that nobody may read in what is published. */
export interface Secret {
  /** How a message calls it, such as `the secret 'npm' of secret-files`; never the value. */
  readonly name: string
  readonly value: Bytes
  /** Values in it that are credentials by themselves (`valuesIn`); of a secret without structure there are none. */
  readonly parts?: readonly Bytes[]
}

/** A secret with all that is looked for; `forms` is empty where it would be found by chance. */
interface Sought {
  readonly name: string
  /** It has several lines, and nothing in it is looked for by itself. */
  readonly onlyWhole: boolean
  readonly forms: readonly Bytes[]
}

const SHORTEST = 8
/** A word and a number of fewer characters stand in an image for many reasons: `production`, `postgres`, `20261128`. */
const SHORTEST_PLAIN = 12
const FEWEST_CHARACTERS = 5
const SHORTEST_LINE = 24

/**
 * What a secret is recognised by: the whole of it, of one with several lines each line that assigns a secret, and its parts. Empty where
 * it is too short or too plain.
 */
export function partsOf({ value, parts = [] }: Pick<Secret, 'value' | 'parts'>): readonly Bytes[] {
  const whole = value.trim()
  const lines = whole.split(/[\r\n]+/).map((line) => line.trim())
  const telling = [whole, ...(lines.length > 1 ? lines.filter(assignsSecret) : [])].filter(isTelling)
  return [...new Set([...telling, ...parts])]
}

function isTelling(part: Bytes): boolean {
  if (part.length < SHORTEST || new Set(part).size < FEWEST_CHARACTERS) return false
  return part.length >= SHORTEST_PLAIN || !/^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+|\d+)$/.test(part)
}

/** A line such as `//npm.example.com/:_authToken=npm_1a2b…`; not `registry=https://npm.example.com/`, nor `DB_HOST=db1.example.com`. */
function assignsSecret(line: string): boolean {
  if (line.length < SHORTEST_LINE || line.includes('://')) return false
  const name = line.slice(0, Math.max(line.indexOf('='), 0))
  return isSecretName(name) && /^[!-~]+$/.test(line) && /\d/.test(line) && /[A-Za-z]/.test(line)
}

/** Looks through texts for secrets, and remembers where it found which. */
export interface Search {
  /** Names of secrets that cannot be looked for, because they are too short or too plain; not of empty ones. */
  readonly skipped: readonly string[]
  /** Names of those of several lines that can be found as a whole only. */
  readonly onlyWhole: readonly string[]
  /** Looks through a text. */
  look(place: string, text: Bytes): void
  /** Looks through a text that comes in pieces. */
  follow(place: string): (piece: Bytes) => void
  /** Names of the secrets that a text holds. */
  holds(text: Bytes): readonly string[]
  /** What was found: places by the name of the secret. */
  found(): ReadonlyMap<string, readonly string[]>
}

/** A search for some secrets; of those with the same value the first is named. */
export function createSearch(secrets: readonly Secret[]): Search {
  const sought = soughtOf(secrets)
  const tail = Math.max(0, ...sought.flatMap(({ forms }) => forms.map((form) => form.length - 1)))
  const found = new Map<string, string[]>()
  const holds = (text: Bytes) =>
    sought.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ name }) => name)
  const look = (place: string, text: Bytes) => {
    for (const name of holds(text)) {
      const places = found.get(name) ?? []
      if (!places.includes(place)) places.push(place)
      found.set(name, places)
    }
  }
  return {
    skipped: sought.filter(({ forms }) => forms.length === 0).map(({ name }) => name),
    onlyWhole: sought.filter(({ onlyWhole }) => onlyWhole).map(({ name }) => name),
    holds,
    look,
    follow(place) {
      let rest = ''
      return (piece) => {
        const text = rest + piece
        look(place, text)
        rest = tail === 0 ? '' : text.slice(-tail)
      }
    },
    found: () => found,
  }
}

function soughtOf(secrets: readonly Secret[]): readonly Sought[] {
  const given = secrets.filter(({ value }) => value.trim() !== '')
  const first = new Map(given.toReversed().map((secret) => [secret.value.trim(), secret] as const))
  return [...first.values()].toReversed().map((secret) => {
    const parts = partsOf(secret)
    const onlyWhole = parts.length === 1 && /[\r\n]/.test(parts[0] ?? '')
    return { name: secret.name, forms: [...new Set(parts.flatMap(formsOf))], onlyWhole }
  })
}
