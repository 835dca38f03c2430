/** What a step of a build is, read from its name. */
export interface StepName {
  /**
   * - `instruction`: of the Dockerfile, with a number such as `3/7`
   * - `hidden`: bookkeeping that nobody waits for
   * - `internal`: bookkeeping that is worth a line when it takes long
   * - `work`: exporting, pushing, caches, attestations
   */
  readonly kind: 'instruction' | 'internal' | 'hidden' | 'work'
  /** The platform that it serves, as in `linux/arm64`. */
  readonly platform: string | undefined
  /** Platform, stage and number, of harmless characters only. */
  readonly label: string
  /** The rest of the name: hostile. */
  readonly text: string
}

/** How BuildKit begins the name of a step that reads a cache layer (solver/llbsolver/bridge.go). */
export const CACHE_IMPORT = 'importing cache manifest from '

/** How BuildKit names the step that writes a kind of cache layer (cache/remotecache, `Name()`). */
export const CACHE_EXPORTS: ReadonlyMap<string, string> = new Map([
  ['registry', 'exporting cache to registry'],
  ['gha', 'exporting to GitHub Actions Cache'],
  ['local', 'exporting cache to client directory'],
  ['s3', 'exporting cache to Amazon S3'],
  ['azblob', 'exporting cache to Azure Blob Storage'],
])

const PLATFORM = /^(?:linux|windows|darwin|freebsd)\/[a-z0-9]+(?:\/v\d)?$/
const NUMBER = /^\d{1,4}\/\d{1,4}$/
const STAGE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/
/** Written when a step of one platform works for another: `linux/amd64->arm64` (BuildKit dockerfile2llb, formatTargetPlatform). */
const CROSS = /^([a-z0-9/]+)->([a-z0-9/]+)$/

/**
 * Reads a name such as `[linux/arm64 build 3/7] RUN make`, `[linux/amd64->arm64 build 3/7] RUN make`,
 * `[internal] load .dockerignore` or `exporting to image` (BuildKit dockerfile2llb, prefixCommand).
 */
export function parseStepName(name: string): StepName {
  const [, inside, rest] = /^\[([^[\]]{1,200})\] ?(.*)$/s.exec(name) ?? []
  if (inside === undefined || rest === undefined) {
    const kind = /^(?:resolv|load|inferred)/.test(name) ? 'internal' : 'work'
    return { kind, platform: undefined, label: '', text: name }
  }
  const words = inside.split(/ +/).filter((word) => word !== '')
  const platforms = platformsOf(words[0] ?? '')
  const others = platforms === undefined ? words : words.slice(1)
  const platform = platforms?.target
  if (others[0] === 'auth') return { kind: 'hidden', platform, label: '', text: rest }
  if (others[0] === 'internal' || others[0] === 'context') {
    return { kind: 'internal', platform, label: platforms?.shown ?? '', text: rest }
  }
  if (!NUMBER.test(others.at(-1) ?? '')) {
    return { kind: 'work', platform, label: platforms?.shown ?? '', text: rest }
  }
  const safe = [platforms?.shown, ...others.filter((word) => NUMBER.test(word) || STAGE.test(word))]
  return {
    kind: 'instruction',
    platform,
    label: safe.filter((word) => word !== undefined).join(' '),
    text: rest,
  }
}

function platformsOf(word: string): { readonly shown: string; readonly target: string } | undefined {
  if (PLATFORM.test(word)) return { shown: word, target: word }
  const [, from = '', to = ''] = CROSS.exec(word) ?? []
  // The target is shortened to what differs: `linux/amd64->arm64`.
  const target = PLATFORM.test(to) ? to : `${from.split('/')[0]}/${to}`
  return PLATFORM.test(from) && PLATFORM.test(target) ? { shown: word, target } : undefined
}
