import type { InputFault } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import { tlsFiles } from '../../plan/inputs/builder.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import { findPlaces } from './workspace.ts'

const REMEDY = 'Make it before this step, or remove the line.'

/** Faults of inputs that name files and variables which are not there. */
export async function checkMentioned(host: Host, { build, builder }: Inputs): Promise<readonly InputFault[]> {
  const variables = build.secretEnvs
    .filter(({ value }) => host.runner.environment(value) === undefined)
    .map(({ value }) => ({
      input: 'secret-envs',
      found: `the variable ${value} is not set.`,
      remedy: REMEDY,
    }))
  const files = await Promise.all([
    ...build.secretFiles.map(({ value }) => checkFile(host, 'secret-files', value)),
    ...(builder.buildkitdConfig === undefined
      ? []
      : [checkFile(host, 'buildkitd-config', builder.buildkitdConfig)]),
    ...tlsFiles(builder).map(({ input, path }) => checkFile(host, input, path)),
  ])
  return [...variables, ...files.filter((fault) => fault !== undefined)]
}

/**
 * What the disk says of inputs, for the report of a run whose inputs have faults already, so that one run shows all.
 * @param known the faults of inputs that could not be parsed; nothing is said of these, nor of a Dockerfile in a context that nobody knows
 */
export async function faultsOnDisk(
  host: Host,
  inputs: Inputs,
  known: readonly InputFault[],
): Promise<readonly InputFault[]> {
  const faulty = new Set(known.map(({ input }) => input))
  const [places, mentioned] = await Promise.all([
    faulty.has('context') ? [] : findPlaces(host, inputs),
    checkMentioned(host, inputs),
  ])
  const found = [...('context' in places ? [] : places), ...mentioned]
  return found.filter(({ input }) => !faulty.has(input))
}

async function checkFile(host: Host, input: string, path: string): Promise<InputFault | undefined> {
  const { workspace } = host.runner.context
  const absolute = path.startsWith('/') ? path : `${workspace}/${path}`
  if ((await host.files.kind(absolute)) === 'file') return undefined
  return {
    input,
    found: `'${path}' is not a file.`,
    allowed: 'a file, relative to the workspace',
    remedy: REMEDY,
  }
}
