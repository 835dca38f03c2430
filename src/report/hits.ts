import type { CacheUse, MissReason, PlatformSteps } from '../plan/hits.ts'
import type { BuildOutcome, ProgressLine } from '../plan/outcome.ts'
import { clean, clip } from './foreign.ts'
import { code, prose, table } from './markdown.ts'
import { seconds, short } from './step.ts'

/** A line for each platform: what came from a cache, what ran, and why the first of it did; and one for the layers. */
export function hitLines({ steps, caches }: BuildOutcome): readonly ProgressLine[] {
  const layers = caches.map((use) => `${use.layer} ${stateWords(use)}`).join('; ')
  return [
    ...steps.map((one) => ({ prefix: `${one.platform ?? 'shared'}:`, text: clean(sentence(one)) })),
    ...(layers === '' ? [] : [{ prefix: 'Cache layers:', text: clean(layers) }]),
  ]
}

function sentence(one: PlatformSteps): string {
  const { ran, cached, milliseconds, missed, reason } = one
  const all = ran + cached
  if (ran === 0) return `all ${all} steps came from a cache.`
  const counts = `${cached} of ${all} steps came from a cache (${percent(one)}), ${ran} ran for ${seconds(milliseconds)}.`
  if (missed === undefined) return counts
  const why = reason === undefined ? '' : `: ${reason.text}`
  return `${counts} The first to run was ${missed.label} ${short(missed.instruction)}${why}.${more(missed.others)}`
}

function more(others: number): string {
  if (others === 0) return ''
  return others === 1
    ? ' Another one ran for a reason of its own.'
    : ` ${others} others ran for reasons of their own.`
}

/** How much of a platform came from a cache. */
function percent({ ran, cached }: PlatformSteps): string {
  return ran + cached === 0 ? '–' : `${Math.round((100 * cached) / (ran + cached))} %`
}

/** More platforms or layers than this nobody has. */
const ROWS = 30

/** A table of the layers, and one of the platforms, for the summary; undefined where there is nothing to tell. */
export function hitTables({ steps, caches }: BuildOutcome): string | undefined {
  const layers = caches.map((use) => [prose(use.layer), use.use, prose(stateWords(use))])
  const rows = steps.map((one) => [
    one.platform === undefined ? 'shared' : code(one.platform),
    String(one.cached),
    String(one.ran),
    percent(one),
    one.ran === 0 ? '–' : seconds(one.milliseconds),
    missedCell(one),
  ])
  const heads = ['Steps of', 'From a cache', 'Ran', '', 'Time of those', 'First to run, and why']
  const tables = [table(heads, rows, ROWS), table(['Cache layer', '', ''], layers, ROWS)]
  const shown = tables.filter((one) => one !== undefined)
  return shown.length === 0 ? undefined : shown.join('\n\n')
}

function missedCell({ missed, reason }: PlatformSteps): string {
  if (missed === undefined) return '–'
  const step = `${prose(missed.label, 60)} ${code(clip(missed.instruction, 120))}`
  if (reason === undefined) return step
  const evidence = reason.evidence.length === 0 ? '' : ` (${prose(reason.evidence.join(' '), 400)})`
  return `${step}: ${prose(reason.text)}${evidence}`
}

const STATES: Readonly<Record<CacheUse['use'], Readonly<Record<CacheUse['state'], string>>>> = {
  read: {
    done: 'read',
    asked: 'asked, BuildKit does not tell whether it held anything',
    absent: 'does not exist',
    failed: 'could not be read',
    unused: 'not asked',
  },
  write: {
    done: 'written',
    asked: 'written',
    absent: 'could not be written',
    failed: 'could not be written',
    unused: 'not written',
  },
}

/** How one layer did, in words. */
export function stateWords({ use, state, detail }: CacheUse): string {
  const words = STATES[use][state]
  return detail === '' ? words : `${words} (${clip(detail, 300)})`
}

/** The steps of one platform in the output `json`. */
export function stepsJson({ platform, ran, cached, milliseconds, missed, reason }: PlatformSteps): unknown {
  return {
    platform: platform ?? null,
    ran,
    cached,
    milliseconds,
    missed: missed
      ? {
          step: missed.label,
          instruction: missed.instruction,
          others: missed.others,
          reason: reason ? reasonJson(reason) : null,
        }
      : null,
  }
}

function reasonJson({ kind, certain, text, evidence }: MissReason): unknown {
  return { kind, certain, text, evidence }
}

/** One cache layer in the output `json`. */
export function cacheJson({ layer, use, state, detail }: CacheUse): unknown {
  return { layer, use, state, detail: detail === '' ? null : detail }
}
