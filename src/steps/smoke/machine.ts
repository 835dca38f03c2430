import type { OpenImage } from '../../host/engine.ts'
import {
  HEADER_BYTES,
  machineMismatch,
  type Program,
  programPaths,
  readProgram,
  startedPrograms,
} from '../../plan/elf.ts'
import type { SmokeVerdict } from '../../plan/smoke.ts'
import type { Trial } from './container.ts'

/**
 * An amd64 host runs an amd64 program inside an arm64 image without a word, so the programs that the image starts are
 * read, and where one is a script, its interpreter. Undefined where they fit.
 */
export async function checkMachine(trial: Trial, image: OpenImage): Promise<SmokeVerdict | undefined> {
  const { config, platform } = trial.subject
  const { entrypoint } = trial.plan
  const programs = entrypoint === undefined ? startedPrograms(config) : [entrypoint]
  const checks = programs.map(async (name) => {
    const found = await findProgram(trial, image, name)
    const { program } = found ?? {}
    return program?.kind === 'script' ? findProgram(trial, image, program.interpreter) : found
  })
  const found = (await Promise.all(checks)).filter((one) => one !== undefined)
  const [mismatch] = found.flatMap(({ path, program }) => machineMismatch(path, program, platform) ?? [])
  return mismatch === undefined ? undefined : { kind: 'failed', detail: mismatch }
}

interface Found {
  readonly path: string
  readonly program: Program
}

/** The first place where a program is. What is nowhere shows when the image is run. */
async function findProgram(trial: Trial, image: OpenImage, name: string): Promise<Found | undefined> {
  // One place after the other: the first is mostly the right one.
  for (const path of programPaths(name, trial.subject.config)) {
    const head = await image.head(path, HEADER_BYTES)
    if (head !== undefined) return { path, program: readProgram(head) }
  }
  return undefined
}
