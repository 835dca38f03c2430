import type { InputFault } from '../../domain/errors.ts'
import { givenSecrets, guardFaults } from '../guard.ts'
import { behaviourRows, smokeContradictions } from './behaviour.ts'
import { type BuildInputs, buildRows } from './build.ts'
import { builderContradictions, builderRows } from './builder.ts'
import { cacheRows } from './cache.ts'
import { identityRows } from './identity.ts'
import { quote } from './parsers.ts'
import { registryRows } from './registry.ts'
import { signingContradictions, signingRows } from './signing.ts'
import { type Read, readTable, type TableValues } from './table.ts'

/** The table of all inputs of the main action, by group, in the order in which people read them. */
export const INPUT_TABLE = {
  identity: identityRows,
  build: buildRows,
  behaviour: behaviourRows,
  builder: builderRows,
  cache: cacheRows,
  signing: signingRows,
  registry: registryRows,
}

/** All inputs of the main action, parsed. */
export type Inputs = TableValues<typeof INPUT_TABLE>

/**
 * Parses every input, with every fault of every input: those that the disk shows are still to come.
 * @param get the text of an input as the runner gives it, '' where it is absent
 */
export function readInputs(get: (name: string) => string): Read<Inputs> {
  return readTable(INPUT_TABLE, get, contradictions)
}

/** Inputs that are each valid and cannot be meant together. */
function contradictions(inputs: Inputs): readonly InputFault[] {
  const { behaviour, build, builder, signing } = inputs
  return [
    ...repeatedSecrets(build),
    ...guardFaults(inputs, givenSecrets(inputs)),
    ...builderContradictions(builder),
    ...smokeContradictions(behaviour),
    ...signingContradictions(signing),
  ]
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
