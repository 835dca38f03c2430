/** The files of the build context that an instruction reads. */
export type Sources =
  /** What COPY and ADD name, relative to the context; it may hold wildcards. */
  | { readonly kind: 'named'; readonly patterns: readonly string[] }
  /** Another instruction, which mounts the context: any file may count. */
  | { readonly kind: 'any' }
  /** Files of another stage or image, or written in the Dockerfile itself. */
  | { readonly kind: 'none' }

/** Reads the sources from an instruction as BuildKit names its step, with variables filled in; hostile text. */
export function sourcesOf(instruction: string): Sources {
  const [, keyword = '', rest = ''] = /^(?:LINK )?([A-Z]+) +(.*)$/s.exec(instruction) ?? []
  if (keyword !== 'COPY' && keyword !== 'ADD') return { kind: 'any' }
  const words = rest.split(/\s+/)
  const options = words.findIndex((word) => !word.startsWith('--'))
  if (words.slice(0, Math.max(0, options)).some((word) => word.startsWith('--from='))) return { kind: 'none' }
  const plain = words.slice(Math.max(0, options)).join(' ')
  const places = plain.startsWith('[') ? listed(plain) : plain.split(' ')
  const patterns = places.slice(0, -1).filter((place) => !/^<<|^(?:https?|git):/.test(place))
  return patterns.length === 0 ? { kind: 'none' } : { kind: 'named', patterns }
}

function listed(text: string): readonly string[] {
  try {
    const json: unknown = JSON.parse(text)
    return Array.isArray(json) ? json.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

/**
 * The changed files that the sources cover. `.dockerignore` is not looked at.
 * @param changed paths relative to the build context
 */
export function changedSources(sources: Sources, changed: readonly string[]): readonly string[] {
  if (sources.kind === 'none') return []
  if (sources.kind === 'any') return changed
  return changed.filter((file) => sources.patterns.some((pattern) => covers(pattern, file)))
}

/** Whether a path of COPY is a file, a folder above it, or a pattern for one of both (Go `path.Match`, without ranges). */
function covers(pattern: string, file: string): boolean {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const path = file.split('/')
  return parts.length <= path.length && parts.every((part, at) => matches(part, path[at] ?? ''))
}

const MOST_STARS = 4

/** `*` and `?` within one part of a path; a pattern with many stars would take long, and counts as one that fits. */
function matches(pattern: string, text: string): boolean {
  const pieces = pattern.split(/\*+/)
  if (pieces.length > MOST_STARS + 1) return true
  const fixed = pieces.map((piece) => piece.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('?', '.'))
  return new RegExp(`^${fixed.join('.*')}$`, 's').test(text)
}
