import { isCountable, type Step } from './step.ts'

/** What a build consists of: each step, and which other steps it needs. All lookups are by digest. */
export class BuildGraph {
  readonly steps: readonly Step[]
  readonly #byDigest: ReadonlyMap<string, Step>

  constructor(steps: readonly Step[]) {
    this.steps = steps
    this.#byDigest = new Map(steps.map((step) => [step.vertex.digest, step]))
  }

  /** The steps that a step needs. */
  inputs(step: Step): readonly Step[] {
    return step.vertex.inputs.flatMap((digest) => this.#byDigest.get(digest) ?? [])
  }

  /** What a step is built on: its first input, where that is an image or another instruction (BuildKit, llb.State). */
  below(step: Step): Step | undefined {
    const [first] = this.inputs(step)
    return first !== undefined && (isCountable(first.name) || isBase(first)) ? first : undefined
  }

  /** A step, what it is built on, and so on down to the base image or to an empty one; bounded by the number of steps. */
  chain(step: Step): readonly Step[] {
    const found = new Set<Step>()
    for (let at: Step | undefined = step; at !== undefined && !found.has(at); at = this.below(at))
      found.add(at)
    return [...found]
  }

  /**
   * The platform of a step. A RUN on an empty base has none in its name: it is that of the instructions which it needs, where
   * those agree.
   */
  platform(step: Step): string | undefined {
    const seen = new Set([step])
    const found = new Set<string>()
    for (const one of seen) {
      if (one.name.platform !== undefined) found.add(one.name.platform)
      else for (const input of this.inputs(one)) if (isCountable(input.name)) seen.add(input)
    }
    const [only, ...more] = found
    return more.length === 0 ? only : undefined
  }

  /** The last instruction of a platform's image; undefined where that is not clear. */
  last(platform: string | undefined): Step | undefined {
    const own = this.steps.filter(({ name }) => isCountable(name))
    const used = new Set(own.flatMap((step) => this.inputs(step)))
    const [only, ...more] = own.filter((step) => !used.has(step) && this.platform(step) === platform)
    return more.length === 0 ? only : undefined
  }
}

const FROM = /^FROM (\S+)$/
/** The other steps of this kind are named in several words, and contexts that are a repository by their address. */
const CONTEXT = /^(?!\S*:\/\/)(\S+)$/

/** Whether a step looks up an image that a stage begins with: a FROM line, or a context that stands for an image. */
function isBase(step: Step): boolean {
  return baseImage(step) !== undefined
}

/**
 * The image that a stage begins with, as `name@sha256:…`, or as a context names it; foreign text. Undefined where the step is
 * something else.
 */
export function baseImage({ name }: Step): string | undefined {
  if (name.kind === 'instruction') return FROM.exec(name.text)?.[1]
  return name.kind === 'internal' ? CONTEXT.exec(name.text)?.[1] : undefined
}
