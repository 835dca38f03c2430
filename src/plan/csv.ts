/**
 * A list of `key=value` fields as buildx reads it: comma-separated, quoted where a value holds a comma or a quote (RFC
 * 4180), so that no value can add a field of its own.
 * @throws RangeError where a value has a line break: inputs are checked before, so this is a fault of ours
 */
export function csv(fields: readonly (readonly [key: string, value: string])[]): string {
  return fields.map(([key, value]) => field(`${key}=${value}`)).join(',')
}

function field(text: string): string {
  if (/[\r\n]/.test(text)) throw new RangeError('a line break cannot stand in a list of buildx options')
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
