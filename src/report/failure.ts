import type { BuildFailure as KnownFailure } from '../plan/outcome.ts'
import { clean } from './foreign.ts'
import { isCacheStep, type Step } from './step.ts'

/** Why a build failed, as far as the build says. All texts are foreign. */
export interface BuildFailure extends KnownFailure {
  /** Every platform that a step serves which failed by itself, not by being cancelled; empty where that is not known. */
  readonly platforms: readonly string[]
  /** The lines of the Dockerfile that buildx points at. */
  readonly frame: readonly string[]
}

const ERROR = /^ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)$/

/**
 * The failure, where buildx ended with one. An error of a step alone proves nothing: a cache that cannot be read is
 * reported as one too, and the build goes on.
 */
export function findFailure(steps: readonly Step[], plain: readonly string[]): BuildFailure | undefined {
  const at = plain.findLastIndex((line) => ERROR.test(line))
  const message = ERROR.exec(plain[at] ?? '')?.[1]
  if (message === undefined) return undefined
  const failed = steps.filter(({ vertex, name }) => {
    if (vertex.error === undefined || /context canceled/.test(vertex.error)) return false
    return !isCacheStep(name) || ends(message, vertex.error)
  })
  const step = failed.find(({ vertex }) => ends(message, vertex.error ?? '')) ?? failed[0]
  const platforms = failed.map((one) => served(one, steps))
  const own = step === undefined ? undefined : served(step, steps)
  return {
    platform: own?.length === 1 ? own[0] : step?.name.platform,
    platforms: platforms.every((some) => some !== undefined) ? [...new Set(platforms.flat())] : [],
    step: step === undefined ? '' : `${step.name.label} ${step.name.text}`.trim(),
    message,
    lines: step?.tail ?? [],
    frame: plain.slice(0, at),
  }
}

/** Whether the message ends with the error; the beginning of both may be clipped. */
function ends(message: string, error: string): boolean {
  return message.endsWith(clean(error).slice(-200))
}

/**
 * The platforms that need a step. A step that runs on the build platform serves several, and BuildKit names a step that two
 * platforms share after one of them; so what counts are the last steps that are built on it. Undefined where they do not say.
 */
function served(step: Step, steps: readonly Step[]): readonly string[] | undefined {
  const seen = new Set<Step>([step])
  const last: Step[] = []
  for (const one of seen) {
    const users = steps.filter(({ vertex }) => vertex.inputs.includes(one.vertex.digest))
    for (const user of users) seen.add(user)
    if (users.length === 0) last.push(one)
  }
  const platforms = last.map((one) => one.name.platform ?? inherited(one, steps))
  if (!platforms.every((platform) => platform !== undefined)) return undefined
  return [...new Set(platforms)]
}

/** Steps on an empty base have no platform in their names: it is that of what only they are built on. */
function inherited(step: Step, steps: readonly Step[]): string | undefined {
  const below = steps.filter(({ vertex }) => step.vertex.inputs.includes(vertex.digest))
  const own = below.filter(
    ({ vertex }) => steps.filter((other) => other.vertex.inputs.includes(vertex.digest)).length === 1,
  )
  const [first, ...rest] = new Set(own.map(({ name }) => name.platform))
  return rest.length === 0 ? first : undefined
}
