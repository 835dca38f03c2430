import { CommandError, type Trouble } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { ImageName } from '../domain/reference.ts'
import type { About, Cause } from './causes/cause.ts'
import { frontendMissing, IMAGE_CAUSES, SOURCE_PATTERN, scannerMissing } from './causes/images.ts'
import { STEP_CAUSES } from './causes/steps.ts'
import { WORLD_CAUSES } from './causes/world.ts'
import type { BuildFailure } from './failure.ts'
import { clean, clip } from './foreign.ts'
import { type Asker, explainRefusal, refusalOf } from './refusal.ts'

/** A failure with a name. */
export interface Diagnosis {
  readonly cause: string
  /** What was read: foreign, on one line. */
  readonly evidence: string
  readonly remedy: string
}

/** What is known of the run that failed. */
export interface Circumstances extends Asker {
  readonly image: ImageName
  /** The platforms that were asked for. */
  readonly platforms: readonly Platform[]
}

/** Names the cause of a failed build. */
export function diagnoseBuild(failure: BuildFailure, about: Circumstances): Diagnosis {
  const { message, lines } = failure
  if (/failed to push /.test(message)) return diagnosePush(message, about)
  if (failure.step.includes('generating sbom')) return scannerFailed(message)
  const tool = diagnoseTool(failure)
  if (tool !== undefined) return tool
  const known = { platform: failure.platform, without: without(failure, about.platforms) }
  const output = lines.slice(-20).toReversed()
  return (
    first(IMAGE_CAUSES, [message], known) ??
    first(STEP_CAUSES, [...output.filter((line) => TELLING.test(line)), message], known) ??
    first(WORLD_CAUSES, [message], known) ?? {
      cause: `The build failed${failure.platform === undefined ? '' : ` on ${failure.platform}`}.`,
      evidence: short(message),
      remedy: `${known.without}The build log above has more.`,
    }
  )
}

/**
 * Fails again as `error` does; where it is a command that pulls something, such as the builder's own image, and what it wrote tells the
 * cause, with the cause and what helps against it.
 * @throws what is given, or a CommandError
 */
export function failWithCause(error: unknown): never {
  if (!(error instanceof CommandError)) throw error
  const { trouble, evidence } = error
  const lines = evidence.map(clean)
  const known = first(WORLD_CAUSES, lines, NOTHING) ?? first(DISK, lines, NOTHING)
  if (known === undefined) throw error
  const found = `${trouble.found.replace(/\.?$/, '.')} ${known.cause}`
  const remedy = [known.remedy, trouble.remedy].filter((words) => words !== undefined).join(' ')
  throw new CommandError({ ...trouble, found, remedy }, { cause: error, evidence })
}

/** A diagnosis as the errors of this action carry it. */
export function toTrouble({ cause, evidence, remedy }: Diagnosis): Trouble {
  return { found: evidence === '' ? cause : `${cause} (${evidence})`, remedy }
}

const NOTHING: About = { platform: undefined, without: '' }
const DISK = STEP_CAUSES.filter(({ name }) => name === 'disk' || name === 'memory')
/** Of what a step wrote, only what is beyond doubt counts: programs write all kinds of things. */
const TELLING =
  /exec format error|no space left on device|cannot allocate memory|temporary failure in name resolution|could not resolve host/i

function first(causes: readonly Cause[], lines: readonly string[], about: About): Diagnosis | undefined {
  for (const { pattern, explain } of causes) {
    for (const line of lines) {
      const match = pattern.exec(line)
      if (match === null) continue
      const { cause, remedy } = explain(match, about)
      return { cause, evidence: short(line), remedy: `${about.without}${remedy}` }
    }
  }
  return undefined
}

function diagnosePush(message: string, about: Circumstances): Diagnosis {
  const transport = first(WORLD_CAUSES, [message], NOTHING) ?? first(DISK, [message], NOTHING)
  const refusal = transport === undefined ? refusalOf(message) : undefined
  if (refusal !== undefined) {
    const { found, remedy = '' } = explainRefusal(refusal, about.image, about)
    return { cause: found, evidence: '', remedy }
  }
  return (
    transport ?? {
      cause: 'The image was built, and pushing it failed.',
      evidence: short(message),
      remedy: 'Run the job again: layers that are there already are not pushed twice.',
    }
  )
}

/** Images that the build needs besides the ones in FROM lines: BuildKit resolves them in a step of their own. */
function diagnoseTool({ message, step, frame }: BuildFailure): Diagnosis | undefined {
  const image = SOURCE_PATTERN.exec(message)?.[1]
  if (image === undefined) return undefined
  const evidence = short(message)
  if (frame.some((line) => />>> *# *syntax *=/.test(line))) return { ...frontendMissing(image), evidence }
  const scanner = step.startsWith('resolve image config for docker-image://') || image.includes('scanner')
  return scanner ? { ...scannerMissing(image), evidence } : undefined
}

function scannerFailed(message: string): Diagnosis {
  return {
    cause: 'The image that writes the software bill of materials failed.',
    evidence: short(message),
    remedy: 'Write sbom: false, or sbom: generator=<another scanner image>.',
  }
}

/** Which platforms did not fail, as the line to write. Steps that serve no platform in particular say nothing. */
function without(failure: BuildFailure, asked: readonly Platform[]): string {
  if (failure.platforms.length === 0) return ''
  const good = asked.map(formatPlatform).filter((platform) => !failure.platforms.includes(platform))
  if (good.length === 0) return ''
  return `To publish without ${failure.platforms.join(', ')}, write platforms: ${good.join(',')}. `
}

/** Evidence without what the cause has said already. */
function short(line: string): string {
  return clip(line.replace(/^.*failed to resolve source metadata for \S{1,300}: /, ''), 400)
}
