/**
 * One record of comma-separated fields, read by RFC 4180 letter by letter: the oracle for what buildx sees. It shares no
 * code with what it judges.
 */
export function parseCsv(record: string): readonly string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < record.length; at++) {
    const letter = record[at] ?? ''
    if (quoted && letter === '"' && record[at + 1] === '"') {
      field += '"'
      at++
    } else if (letter === '"') {
      if (!quoted && field !== '') throw new Error(`a bare quote in ${record}`)
      quoted = !quoted
    } else if (letter === ',' && !quoted) {
      fields.push(field)
      field = ''
    } else field += letter
  }
  if (quoted) throw new Error(`an open quote in ${record}`)
  return [...fields, field]
}
