import type { InputFault } from '../../domain/errors.ts'
import { behaviourRows, smokeContradictions } from './behaviour.ts'
import { type BuildInputs, buildRows } from './build.ts'
import { builderRows } from './builder.ts'
import { cacheRows } from './cache.ts'
import { identityRows } from './identity.ts'
import { quote } from './parsers.ts'
import { registryRows } from './registry.ts'
import { parseTable, type TableValues } from './table.ts'

/** The table of all inputs of the main action, by group, in the order in which people read them. */
export const INPUT_TABLE = {
  identity: identityRows,
  build: buildRows,
  behaviour: behaviourRows,
  builder: builderRows,
  cache: cacheRows,
  registry: registryRows,
}

/** All inputs of the main action, parsed. */
export type Inputs = TableValues<typeof INPUT_TABLE>

/**
 * Parses every input.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @throws InputError with every fault of every input
 */
export function parseInputs(get: (name: string) => string): Inputs {
  return parseTable(INPUT_TABLE, get, contradictions)
}

/** Inputs that are each valid and cannot be meant together. */
function contradictions({ behaviour, build, builder }: Inputs): readonly InputFault[] {
  const faults: InputFault[] = [...repeatedSecrets(build)]
  const conflict = (input: string, other: string, remedy: string) =>
    faults.push({ input, found: `it cannot be used together with '${other}'.`, remedy })
  if (builder.builder !== undefined) {
    const own = 'An existing builder is used as it is: remove one of the two.'
    if (builder.driver !== 'auto') conflict('builder', 'driver', own)
    if (builder.driverOpts.length > 0) conflict('builder', 'driver-opts', own)
    if (builder.buildkitImage !== undefined) conflict('builder', 'buildkit-image', own)
    if (builder.buildkitdConfig !== undefined) conflict('builder', 'buildkitd-config', own)
  }
  if (builder.driver === 'docker') {
    const engine =
      'The docker driver builds inside the engine: write driver: docker-container, or remove the option.'
    if (builder.driverOpts.length > 0) conflict('driver-opts', 'driver: docker', engine)
    if (builder.buildkitImage !== undefined) conflict('buildkit-image', 'driver: docker', engine)
    if (builder.buildkitdConfig !== undefined) conflict('buildkitd-config', 'driver: docker', engine)
  }
  faults.push(...smokeContradictions(behaviour))
  return faults
}

/** BuildKit would take one of them without a word. */
function repeatedSecrets({ secrets, secretEnvs, secretFiles }: BuildInputs): readonly InputFault[] {
  const given = [
    ...secrets.map(({ name }) => ({ input: 'secrets', name })),
    ...secretEnvs.map(({ name }) => ({ input: 'secret-envs', name })),
    ...secretFiles.map(({ name }) => ({ input: 'secret-files', name })),
  ]
  const repeated = given.filter(({ name }, at) => given.findIndex((other) => other.name === name) !== at)
  return repeated.map(({ input, name }) => ({
    input,
    found: `the secret ${quote(name)} is given more than once.`,
    remedy: 'Give each secret an id of its own.',
  }))
}
