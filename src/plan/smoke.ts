import { QEMU_CRASH } from '../domain/emulator.ts'
import type { ImageConfig } from '../domain/engine.ts'
import type { Platform } from '../domain/platform.ts'
import { isOnlyInit } from './elf.ts'
import type { HttpProbe, SmokeInputs } from './inputs/behaviour.ts'
import type { Pair } from './inputs/parsers.ts'
import { blamesEngine, blamesImage } from './refused.ts'

/** How every platform of an image is tried. */
export interface SmokePlan {
  /** `auto` fails only what proves that the image cannot start there. */
  readonly mode: 'off' | 'auto' | 'strict'
  /** Arguments for the entrypoint; in `auto` they depend on the image. */
  readonly args: readonly string[] | undefined
  /** A program that replaces the entrypoint. */
  readonly entrypoint: string | undefined
  readonly env: readonly Pair[]
  readonly http: HttpProbe | undefined
  readonly timeoutMs: number
}

/** One platform's image, as it is tried. */
export interface SmokeSubject {
  readonly platform: Platform
  /** By the platform's own digest, or a local name: the classic store holds one platform for each name. */
  readonly reference: string
  readonly config: ImageConfig
  /** Whether the engine holds it already, so that nothing is pulled. */
  readonly inEngine: boolean
}

/** One `docker run` of a smoke test. */
export interface SmokeRun {
  readonly entrypoint: string | undefined
  readonly args: readonly string[]
  readonly timeoutMs: number
  /** Whether still running at the end of the time is what is hoped for. */
  readonly staysUp: boolean
}

/** Time after which an image's own command is taken to be up. */
const SETTLE_MS = 5_000
/** Time for `--help` where nobody said how long it may take: some entrypoints ignore it and serve. */
const HELP_MS = 20_000

/** Plans the smoke test from the inputs. */
export function planSmoke(inputs: SmokeInputs): SmokePlan {
  const { smoke, smokeCommand, smokeEnv, smokeHttp, smokeTimeout } = inputs
  const [entrypoint, ...rest] = smokeCommand ?? []
  const args = smokeCommand !== undefined ? rest : smoke.kind === 'strict' ? smoke.args : undefined
  const mode = smokeCommand !== undefined ? 'strict' : smoke.kind
  return { mode, args, entrypoint, env: smokeEnv, http: smokeHttp, timeoutMs: smokeTimeout }
}

/**
 * The command that is run for an image. Undefined where there is none: the test is off, an HTTP probe proves more than
 * `auto` would, or the image has nothing to start.
 */
export function planSmokeRun(plan: SmokePlan, config: ImageConfig): SmokeRun | undefined {
  if (plan.mode === 'off') return undefined
  if (plan.mode === 'strict') {
    return { entrypoint: plan.entrypoint, args: plan.args ?? [], timeoutMs: plan.timeoutMs, staysUp: false }
  }
  if (plan.http !== undefined) return undefined
  if (isOnlyInit(config) || config.entrypoint.length === 0) {
    return config.cmd.length === 0 ? undefined : ownCommand(plan)
  }
  const timeoutMs = Math.min(plan.timeoutMs, HELP_MS)
  return { entrypoint: undefined, args: ['--help'], timeoutMs, staysUp: false }
}

/** What `docker run` of an image alone starts. */
function ownCommand(plan: SmokePlan): SmokeRun {
  const timeoutMs = Math.min(plan.timeoutMs, SETTLE_MS)
  return { entrypoint: undefined, args: [], timeoutMs, staysUp: true }
}

/** What an entrypoint says that takes `--help` for a program; the shells of BusyBox and GNU take it for an option of `exec`. */
const NO_SUCH_PROGRAM = /--help\b.*(?:no such file|not found)|\bexec: .*illegal option|^exec: exec \[/i

/**
 * The run by which an image is judged where `--help` proves too little: it stands in the place of the image's command, so an entrypoint
 * that ends in `exec "$@"` takes it for a program, which is not there. Undefined where the first run counts.
 */
export function planSecondRun(
  plan: SmokePlan,
  first: SmokeRun,
  { code, timedOut, last }: SmokeOutcome,
): SmokeRun | undefined {
  if (plan.mode !== 'auto' || first.staysUp || timedOut || blamesEngine(last)) return undefined
  const isNotFound = code === 126 || code === 127 || last.some((line) => NO_SUCH_PROGRAM.test(line))
  return code !== 0 && isNotFound ? ownCommand(plan) : undefined
}

/** What a container did. */
export interface SmokeOutcome {
  /** Undefined where docker itself was killed before it could say. */
  readonly code: number | undefined
  readonly timedOut: boolean
  /** The last lines that it wrote, and what the engine said about it. */
  readonly last: readonly string[]
}

/** What the machine may have to do with a failure: an emulator that crashed, one that is not there, a disk that is full. */
export type Symptom = 'crash' | 'refused' | 'disk'

/** What an outcome means. */
export type SmokeVerdict =
  | { readonly kind: 'passed'; readonly detail: string; readonly symptom?: undefined }
  | { readonly kind: 'warning'; readonly detail: string; readonly symptom?: undefined }
  | { readonly kind: 'failed'; readonly detail: string; readonly symptom?: Symptom | undefined }
  /** The engine did not get so far, which says nothing about the image. */
  | {
      readonly kind: 'untried'
      readonly detail: string
      readonly symptom?: Symptom | undefined
      /** The next step, where it is another one than to try again. */
      readonly remedy?: string | undefined
    }

/** Judges one run. */
export function judgeSmoke(plan: SmokePlan, run: SmokeRun, outcome: SmokeOutcome): SmokeVerdict {
  const engine = judgeEngine(outcome)
  if (engine !== undefined) return engine
  const proof = cannotStart(outcome)
  if (proof !== undefined) return { kind: 'failed', detail: proof, symptom: symptomOf(proof, outcome) }
  if (outcome.timedOut) return judgeTimeout(plan, run)
  if (outcome.code === 0) return { kind: 'passed', detail: 'exit code 0' }
  const detail = `exit code ${outcome.code}`
  if (plan.mode === 'strict') return { kind: 'failed', detail, symptom: symptomOf(detail, outcome) }
  const hint = 'write smoke: with arguments that the image understands, such as smoke: --version'
  return { kind: 'warning', detail: `${detail}; it starts, but this proves little: ${hint}` }
}

/** Of docker itself; undefined where it ran the container. Only what it says of the image proves something about that. */
function judgeEngine(outcome: SmokeOutcome): SmokeVerdict | undefined {
  const { code, timedOut, last } = outcome
  if (code === undefined) {
    return { kind: 'untried', detail: 'docker run was ended before it gave an exit code' }
  }
  if (timedOut || code < 125 || code > 127) return undefined
  const detail = `the engine could not start the container (exit code ${code})`
  const symptom = symptomOf(detail, outcome)
  if (code !== 125 && !blamesEngine(last)) return undefined
  return { kind: blamesImage(last) ? 'failed' : 'untried', detail, symptom }
}

function judgeTimeout(plan: SmokePlan, run: SmokeRun): SmokeVerdict {
  const seconds = Math.round(run.timeoutMs / 1000)
  if (run.staysUp) return { kind: 'passed', detail: `still running after ${seconds} s` }
  if (plan.mode === 'strict') {
    return { kind: 'failed', detail: `still running after ${seconds} s (smoke-timeout)` }
  }
  const hint = 'write smoke: with arguments that end, or smoke-http: with a port and path'
  return { kind: 'warning', detail: `--help was still running after ${seconds} s; ${hint}` }
}

/** 128 and ILL, TRAP, ABRT, BUS, FPE or SEGV: what a program gets that its processor, or its emulator, cannot run. */
const CRASHED = /exit code 13[2-69]\b/

/** What else is to be looked at, by the words of a verdict and the last lines of a container or of the engine. */
export function symptomOf(detail: string, { last }: Pick<SmokeOutcome, 'last'>): Symptom | undefined {
  const lines = [detail, ...last.slice(-20)]
  const says = (pattern: RegExp) => lines.some((line) => pattern.test(line))
  if (says(/no space left on device|ENOSPC/i)) return 'disk'
  if (says(/exec format error/i)) return 'refused'
  return says(QEMU_CRASH) || CRASHED.test(detail) ? 'crash' : undefined
}

/**
 * The signal of a crash after which nothing followed until the time was over: QEMU that is the first process of a container does not
 * end after one, so it looks as if the program went on.
 */
function hungAfterCrash({ timedOut, last }: SmokeOutcome): string | undefined {
  return timedOut ? QEMU_CRASH.exec(last.findLast((line) => line.trim() !== '') ?? '')?.[1] : undefined
}

/** What proves that an image cannot start on its platform, in words; undefined where nothing does. */
function cannotStart(outcome: SmokeOutcome): string | undefined {
  const { code, timedOut, last } = outcome
  const signal = hungAfterCrash(outcome)
  if (signal !== undefined) return `crashed under emulation (signal ${signal}) and did not end after it`
  const text = last.slice(-20).join('\n')
  if (/exec format error/i.test(text) && code !== 0) {
    return 'exec format error: the program is for another machine, or no emulator is installed'
  }
  if (timedOut || code === undefined) return undefined
  if (code === 126) return 'the program cannot be executed (exit code 126)'
  if (code === 127) return 'the program or its loader is not in the image (exit code 127)'
  if (
    /error while loading shared libraries|exec [^\n]*: no such file or directory/i.test(text) &&
    code !== 0
  ) {
    return 'a shared library or the loader is not in the image'
  }
  if (code > 128 && code <= 128 + 64) return `killed by signal ${code - 128} (exit code ${code})`
  return undefined
}
