import type { ImageHistory } from '../domain/history.ts'
import type { Earlier, MissEvidence } from './evidence.ts'
import type { CacheUse, MissedStep, MissReason, PlatformSteps } from './hits.ts'
import { compareBase, compareLayer, type LayerComparison } from './layers.ts'
import { changedSources, sourcesOf } from './sources.ts'
import { cacheOff, nothingRead, reason } from './unread.ts'

/** The steps of each platform with the reason why the first one had to run. */
export function explainMisses(
  steps: readonly PlatformSteps[],
  evidence: MissEvidence,
): readonly PlatformSteps[] {
  return steps.map((one) => ({ ...one, reason: one.missed && explainMiss(one.missed, one, evidence) }))
}

/**
 * Why a step had to run: what is proven first, then what is most likely. A cache is known to be readable where it was read, or
 * where a step of the platform came from it.
 */
export function explainMiss(
  step: MissedStep,
  { platform, cached }: Pick<PlatformSteps, 'platform' | 'cached'>,
  evidence: MissEvidence,
): MissReason {
  const { earlier } = evidence
  const reads = evidence.caches.filter(({ use }) => use === 'read')
  const off = cacheOff(step, reads, cached, evidence)
  if (off !== undefined) return off
  if (step.lost !== undefined) {
    return reason('gone', true, 'a cache names it, and does not hold its layer any more', [step.lost])
  }
  const unread = cached > 0 ? undefined : nothingRead(reads)
  if (unread !== undefined && !reads.some(({ state }) => state === 'asked')) return unread
  const histories = [evidence.histories, earlier?.histories].map((some) => some?.get(platform ?? ''))
  const [now, before] = histories
  const layer = compared(step, now, before)
  const about = { step, layer, earlier: earlier ?? NOTHING, sameBase: baseComparison(step, now, before) }
  return changedInstruction(about) ?? changedInputs(about) ?? unread ?? fallback(about, evidence)
}

const NOTHING: Earlier = { tag: '', commit: undefined, histories: new Map(), changes: undefined }

/** A missed step with all that can be compared. */
interface About {
  readonly step: MissedStep
  readonly layer: LayerComparison | undefined
  readonly earlier: Earlier
  /** Whether the image that its stage begins with is the one of before; undefined where nobody knows. */
  readonly sameBase: boolean | undefined
}

function compared(
  { layers, after }: MissedStep,
  now: ImageHistory | undefined,
  before: ImageHistory | undefined,
): LayerComparison | undefined {
  if (layers === undefined || after === undefined || !now || !before) return undefined
  return compareLayer(layers, after, now, before)
}

/** A stage that begins with the same image as the published one is compared through that. */
function baseComparison(
  { layers, sharesBase, base }: MissedStep,
  now: ImageHistory | undefined,
  before: ImageHistory | undefined,
): boolean | undefined {
  if (!sharesBase || base === undefined || layers === undefined || !now || !before) return undefined
  return compareBase(layers, now, before)
}

/** By the histories of both images, which tell build arguments too. */
function changedInstruction({ step, layer, earlier }: About): MissReason | undefined {
  if (layer === undefined) return undefined
  const { now, before, sameInstruction, environment } = layer
  if (!sameInstruction) {
    const old = before === undefined ? [] : [`${earlier.tag} has in its place: ${withoutValues(before)}`]
    const text = `the instruction, or a build argument that it uses, changed since ${earlier.tag}`
    return reason('instruction', true, text, [`It is noted as: ${withoutValues(now)}`, ...old])
  }
  if (!/^RUN /.test(step.instruction) || environment === undefined) return undefined
  const [name = ''] = environment.split('=', 1)
  const text = `the environment in which it runs changed since ${earlier.tag}: ${name}`
  return reason('instruction', true, text, [`${earlier.tag} has another ${name}, or none.`])
}

/** A RUN is noted with the values of all build arguments, in front of the command. Somebody may think that they are secret. */
function withoutValues(createdBy: string): string {
  if (!createdBy.startsWith('RUN |')) return createdBy
  const command = createdBy.lastIndexOf(' /bin/sh -c ')
  return `RUN |…${command < 0 ? '' : createdBy.slice(command)}`
}

/** Base image and files. */
function changedInputs(about: About): MissReason | undefined {
  const { step, layer, earlier, sameBase } = about
  const files = earlier.changes && changedSources(sourcesOf(step.instruction), earlier.changes.files)
  if (sameBase === false && (step.onBase || !step.readsContext)) {
    return reason(
      'base',
      step.onBase,
      `the base image changed since ${earlier.tag}: it is ${step.base} now`,
      [`The lowest layers of ${earlier.tag} are others than those of this image.`],
    )
  }
  if (!step.readsContext || layer?.sameLayer || files === undefined || files.length === 0) return undefined
  const same = layer !== undefined || earlier.changes?.dockerfile === false
  return reason('files', same, `${shown(files)} changed since ${earlier.tag}`, [
    `Changed since commit ${earlier.commit?.slice(0, 12)}: ${shown(files, 20)}`,
  ])
}

/** Nothing is proven: what is most likely, by what is left. */
function fallback({ step, layer, earlier, sameBase }: About, { caches }: MissEvidence): MissReason {
  if (earlier.tag === '')
    return reason('unknown', false, 'nothing is known of an earlier image to compare it with')
  const { tag, changes } = earlier
  if (changes?.dockerfile && layer === undefined) {
    return reason('instruction', false, `the Dockerfile changed since ${tag}, and probably this instruction`)
  }
  if (layer !== undefined && sameBase !== false) {
    const unread = step.readsContext && !layer.sameLayer && changes === undefined
    if (unread) return reason('files', false, `a file that it reads probably changed since ${tag}`)
    return gone(tag, caches)
  }
  if (step.readsContext && changes === undefined) {
    return reason(
      'files',
      false,
      `a file that it reads probably changed since ${tag}, or the instruction did`,
    )
  }
  // A RUN depends on the environment of the base image too, which may change without its layers.
  const based = step.onBase ? sameBase !== true : /^RUN /.test(step.instruction)
  const base = step.base !== undefined && based ? `the base image ${step.base}, or ` : ''
  const what = `${base}a build argument changed, or the caches do not hold it any more`
  const files =
    changes?.dockerfile !== false
      ? []
      : [`Neither the Dockerfile nor a file that it reads changed since ${tag}.`]
  return reason('unknown', false, `probably ${what}`, files)
}

function gone(tag: string, caches: readonly CacheUse[]): MissReason {
  const failed = caches.filter(({ use, state }) => use === 'write' && state === 'failed')
  return reason('gone', false, `probably the caches do not hold it any more: it is the same as in ${tag}`, [
    'A layer forgets what was not read for long, and with cache-mode: min it holds the steps of the last stage only.',
    ...failed.map(({ layer }) => `${layer} could not be written this time either.`),
  ])
}

function shown(files: readonly string[], most = 3): string {
  const more = files.length > most ? ` and ${files.length - most} more` : ''
  return `${files.slice(0, most).join(', ')}${more}`
}
