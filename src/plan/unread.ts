import type { MissEvidence } from './evidence.ts'
import type { CacheUse, MissedStep, MissReason } from './hits.ts'

/** A reason, with its evidence. */
export function reason(
  kind: MissReason['kind'],
  certain: boolean,
  text: string,
  evidence: readonly string[] = [],
): MissReason {
  return { kind, certain, text, evidence }
}

/** Where no cache was asked for, why. */
export function cacheOff(
  { stage }: MissedStep,
  reads: readonly CacheUse[],
  cached: number,
  { noCache, noCacheStages }: MissEvidence,
): MissReason | undefined {
  if (noCache) return reason('off', true, 'no-cache: true asks for it')
  if (noCacheStages.includes(stage)) return reason('off', true, `no-cache-filters names the stage ${stage}`)
  if (reads.length === 0 && cached === 0) return reason('off', true, 'no cache layer was asked for')
  return undefined
}

/** Where no layer is known to have been read, why. */
export function nothingRead(reads: readonly CacheUse[]): MissReason | undefined {
  if (reads.some(({ state }) => state === 'done')) return undefined
  const evidence = reads.map(tellRead)
  const failed = reads.filter(({ state }) => state === 'failed')
  if (failed.length > 0) {
    return reason('failed', true, `no cache could be read: ${names(failed)} failed`, evidence)
  }
  const asked = reads.filter(({ state }) => state === 'asked')
  const absent = reads.filter(({ state }) => state === 'absent')
  const missing = absent.length === 0 ? '' : `${names(absent)} does not exist`
  const empty = asked.length === 0 ? '' : `${names(asked)} probably held nothing for it`
  const found = [missing, empty].filter((text) => text !== '').join(', and ')
  const first = 'a first build, or the cache was deleted or has expired'
  return reason('absent', asked.length === 0, `${found} (${first})`, evidence)
}

function tellRead({ layer, state, detail }: CacheUse): string {
  if (state === 'asked') {
    return `${layer} was asked; BuildKit does not tell whether it held anything. GitHub removes entries that nobody has read for 7 days, and the oldest ones above the repository's quota.`
  }
  if (state === 'failed') return `${layer} could not be read: ${detail}`
  return state === 'absent' ? `${layer} does not exist.` : `${layer} was not asked.`
}

function names(uses: readonly CacheUse[]): string {
  return uses.map(({ layer }) => layer).join(', ')
}
