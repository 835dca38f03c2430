import type { SlowStep } from './slow.ts'
import { seconds } from './step.ts'

/** What is known of a build that was stopped. */
export interface Stopped {
  /** Of all platforms, the slowest first. */
  readonly slow: readonly SlowStep[]
  /** The platforms that were asked for, as in `linux/arm64`. */
  readonly platforms: readonly string[]
  /** Those of them that the builder's machine runs itself; the others are emulated. Undefined where nobody knows. */
  readonly native: readonly string[] | undefined
}

const SHOWN = 3
/** GitHub's own runners for a platform (https://docs.github.com/en/actions/reference/runners/github-hosted-runners). */
const RUNNERS: Readonly<Record<string, string>> = {
  'linux/amd64': 'ubuntu-24.04',
  'linux/arm64': 'ubuntu-24.04-arm',
}

/**
 * What to do about a build that took too long, over several lines: its slowest steps, the platforms to leave out and how, a
 * native runner, more time.
 */
export function explainTimeout(stopped: Stopped): string {
  const { platforms, slow } = stopped
  const drop = platformsToDrop(stopped)
  const keep = platforms.filter((platform) => !drop.includes(platform))
  const shown = [...new Set(slow.map(({ platform }) => platform))].flatMap((platform) =>
    stepLines(platform, stopped),
  )
  return [
    ...(shown.length === 0 ? [] : ['The slowest steps of the build:', ...shown]),
    ...(drop.length === 0 || keep.length === 0 ? [] : dropLines(drop, keep)),
    ...drop
      .concat(platforms.length === 1 ? platforms : [])
      .flatMap((platform) => runnerLines(platform, stopped)),
    'Or give it more time with timeout:.',
  ].join('\n')
}

function stepLines(platform: string | undefined, { slow, native }: Stopped): readonly string[] {
  const name = platform ?? 'shared'
  const emulated = platform !== undefined && native?.includes(platform) === false ? ' (emulated)' : ''
  return slow
    .filter((step) => step.platform === platform)
    .slice(0, SHOWN)
    .map(({ step, milliseconds, running }) => {
      return `  ${name}${emulated}: ${step}, ${seconds(milliseconds)}${running ? ' and still running' : ''}`
    })
}

/**
 * The platforms that were not done and are emulated; where there is none, the one whose steps took longest. At least one platform
 * is left.
 */
function platformsToDrop({ slow, platforms, native }: Stopped): readonly string[] {
  const late = platforms.filter((one) => slow.some(({ platform, running }) => running && platform === one))
  const emulated = late.filter((one) => native?.includes(one) === false)
  if (emulated.length > 0 && emulated.length < platforms.length) return emulated
  const times = late.map((one) => {
    const own = slow.filter(({ platform }) => platform === one)
    return { one, time: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0) }
  })
  const [slowest] = times.toSorted((a, b) => b.time - a.time)
  return slowest === undefined || platforms.length < 2 ? [] : [slowest.one]
}

function dropLines(drop: readonly string[], keep: readonly string[]): readonly string[] {
  return [
    `To publish without ${drop.join(', ')} for now, run the workflow by hand (workflow_dispatch) with its input platforms at ${keep.join(',')}; the step takes it over with the line`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub Actions.
    '  platforms: ${{ inputs.platforms }}',
    `Without such an input, write platforms: ${keep.join(',')}.`,
  ]
}

function runnerLines(platform: string, { native }: Stopped): readonly string[] {
  const runner = RUNNERS[platform]
  if (runner === undefined || native === undefined || native.includes(platform)) return []
  return [`${platform} is emulated on this runner; in a job of its own with runs-on: ${runner} it is not.`]
}
