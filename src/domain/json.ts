/** An object of JSON; nothing is known of its members. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as an object; undefined where it is none. */
export function asObject(value: unknown): Json | undefined {
  return isObject(value) ? value : undefined
}

/** The members of a value, for reading: none where it has none. Those of a list are its entries, so that nothing foreign goes unread. */
export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
