import {
  HEADER_BYTES,
  machineMismatch,
  type Program,
  programPaths,
  readProgram,
  startedPrograms,
} from '../../plan/elf.ts'
import type { SmokeVerdict } from '../../plan/smoke.ts'
import { containerFor, type Trial } from './container.ts'

/**
 * An amd64 host runs an amd64 program inside an arm64 image without a word, so the programs that the image starts are
 * read, and where one is a script, its interpreter. Undefined where they fit.
 */
export async function checkMachine(trial: Trial): Promise<SmokeVerdict | undefined> {
  const { config, platform } = trial.subject
  const { entrypoint } = trial.plan
  const programs = entrypoint === undefined ? startedPrograms(config) : [entrypoint]
  const found = await readPrograms(trial, programs, 'elf')
  const scripts = found.flatMap(({ program }) => (program.kind === 'script' ? [program.interpreter] : []))
  const interpreters = await readPrograms(trial, scripts, 'interpreter')
  const [mismatch] = [...found, ...interpreters].flatMap(
    ({ path, program }) => machineMismatch(path, program, platform) ?? [],
  )
  return mismatch === undefined ? undefined : { kind: 'failed', detail: mismatch }
}

interface Found {
  readonly path: string
  readonly program: Program
}

/** The head of each program, from the first place where it is. What is nowhere shows when the image is run. */
async function readPrograms(
  trial: Trial,
  programs: readonly string[],
  purpose: string,
): Promise<readonly Found[]> {
  if (programs.length === 0) return []
  const candidates = programs.map((program) => programPaths(program, trial.subject.config))
  // The container is created and never started, so any command will do.
  const run = { ...containerFor(trial, purpose), entrypoint: '/not-started' }
  const heads = await trial.host.engine.readFiles(run, candidates.flat(), HEADER_BYTES)
  return candidates.flatMap((paths) => {
    const path = paths.find((one) => heads.has(one))
    const head = path === undefined ? undefined : heads.get(path)
    return path === undefined || head === undefined ? [] : [{ path, program: readProgram(head) }]
  })
}
