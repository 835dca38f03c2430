import { clean } from './foreign.ts'
import { isCacheStep, type Step } from './step.ts'

/** Why a build failed, as far as the build says. All texts are foreign. */
export interface BuildFailure {
  /** Platform of the step that failed, as in `linux/arm64`; undefined where the step belongs to none. */
  readonly platform: string | undefined
  /** Every platform with a step that failed by itself; steps that were only cancelled do not count. */
  readonly platforms: readonly string[]
  /** Name of the step as BuildKit writes it. */
  readonly step: string | undefined
  readonly message: string
  /** The last lines that the step wrote. */
  readonly lines: readonly string[]
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
  const platforms = failed.flatMap(({ name }) => name.platform ?? [])
  return {
    platform: step?.name.platform,
    platforms: [...new Set(platforms)],
    step: step === undefined ? undefined : `${step.name.label} ${step.name.text}`.trim(),
    message,
    lines: step?.tail ?? [],
    frame: plain.slice(0, at),
  }
}

/** Whether the message ends with the error; the beginning of both may be clipped. */
function ends(message: string, error: string): boolean {
  return message.endsWith(clean(error).slice(-200))
}
