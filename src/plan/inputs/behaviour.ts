import type { InputFault } from '../../domain/errors.ts'
import { autoOr, duration, flag, lines, pair, quote, words } from './parsers.ts'
import { Fault, list, optional, type Parser, type Values, withDefault } from './row.ts'

/** How an image is tried: not at all, with care (`auto`), or with arguments that have to succeed. */
export type SmokeInput =
  | { readonly kind: 'off' }
  | { readonly kind: 'auto' }
  | { readonly kind: 'strict'; readonly args: readonly string[] }

const smoke: Parser<SmokeInput> = (text) => {
  if (/^(?:off|false|none)$/i.test(text)) return { kind: 'off' }
  if (/^(?:auto|true)$/i.test(text)) return { kind: 'auto' }
  const args = words(text)
  return args instanceof Fault ? args : { kind: 'strict', args }
}

const command: Parser<readonly string[]> = (text) => {
  const found = words(text)
  if (found instanceof Fault) return found
  const [program] = found
  if (program !== undefined && !program.startsWith('-') && program !== '') return found
  return new Fault({
    found: `${quote(text)} does not begin with a program of the image.`,
    allowed: 'app --version',
  })
}

/** A port of the container and a path on it. */
export interface HttpProbe {
  readonly port: number
  readonly path: string
}

/** Whether a port and a path can be asked for. */
export function isProbe({ port, path }: HttpProbe): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535 && /^\/[!-~]{0,1000}$/.test(path)
}

const http: Parser<HttpProbe> = (text) => {
  const [, port, path = '/'] = /^:?(\d{1,5})(\/.*)?$/.exec(text) ?? []
  const probe = { port: Number(port), path }
  if (isProbe(probe)) return probe
  return new Fault({ found: `${quote(text)} is not a port with a path.`, allowed: '8000/docs' })
}

/** The post step tries everything again, in the three minutes that it gives to that. */
const smokeLimit: Parser<number> = (text) => {
  const limit = duration(text)
  if (limit instanceof Fault || limit <= 120_000) return limit
  return new Fault({ found: `${quote(text)} is longer than the post step has.`, allowed: 'up to 120s' })
}

/** How every platform of an image is tried. */
export const smokeRows = {
  smoke: withDefault(
    'smoke',
    'auto',
    smoke,
    'Arguments that every platform of the image must run with exit code 0, such as `--version`; `auto`; `off`.',
  ),
  smokeCommand: optional(
    'smoke-command',
    command,
    'A command line that replaces the entrypoint in the smoke test; exit code 0 on every platform.',
  ),
  smokeEnv: list(
    'smoke-env',
    lines(pair(/^[A-Za-z_][A-Za-z0-9_]*$/, 'NAME=value')),
    'Environment of the smoke test, `NAME=value` by line.',
  ),
  smokeHttp: optional(
    'smoke-http',
    http,
    'Start the image and ask this port and path, such as `8000/docs`, until it answers 2xx.',
  ),
  smokeTimeout: withDefault(
    'smoke-timeout',
    '60s',
    smokeLimit,
    'Time for one smoke test on one platform, at most 120 s: the post step runs it again, and has less than three minutes.',
  ),
}

export type SmokeInputs = Values<typeof smokeRows>

/** What is done, what is tried and how long it may take. */
export const behaviourRows = {
  dryRun: withDefault(
    'dry-run',
    'auto',
    autoOr(flag),
    'Build and test without pushing: `auto` for pull requests and other events that may not publish, `true`, `false`.',
  ),
  gate: withDefault(
    'gate',
    'true',
    flag,
    'Push a candidate, test it, then move the tags. `false` pushes all tags with the build and tests afterwards.',
  ),
  ...smokeRows,
  timeout: withDefault('timeout', '60m', duration, 'Time for the whole action, without its post step.'),
}

export type BehaviourInputs = Values<typeof behaviourRows>

/** Smoke inputs that are each valid and cannot be meant together. */
export function smokeContradictions({ smoke, smokeCommand, smokeHttp }: SmokeInputs): readonly InputFault[] {
  const conflict = (input: string, other: string, remedy: string): InputFault => ({
    input,
    found: `it cannot be used together with '${other}'.`,
    remedy,
  })
  if (smoke.kind === 'off') {
    const off = 'smoke: off turns every smoke test off.'
    return [
      ...(smokeCommand === undefined ? [] : [conflict('smoke-command', 'smoke: off', off)]),
      ...(smokeHttp === undefined ? [] : [conflict('smoke-http', 'smoke: off', off)]),
    ]
  }
  if (smokeCommand === undefined || smoke.kind !== 'strict') return []
  return [conflict('smoke-command', 'smoke', 'One gives arguments to the entrypoint, the other replaces it.')]
}
