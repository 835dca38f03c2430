import type { InputFault } from '../../domain/errors.ts'
import { nodeContradictions, nodes } from './nodes.ts'
import { autoOr, choice, lines, matching, ONE_LINE, pair, plain } from './parsers.ts'
import { list, optional, type Values, withDefault } from './row.ts'

const reference = matching(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$/, 'an image reference')

/** Where the build runs. */
export const builderRows = {
  driver: withDefault(
    'driver',
    'auto',
    autoOr(choice('docker', 'docker-container', 'remote', 'kubernetes')),
    'Builder driver: `auto`, `docker`, `docker-container`, `remote` or `kubernetes`.',
  ),
  builder: optional(
    'builder',
    matching(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'the name of a buildx builder'),
    'An existing builder of the job; used as it is and left alone.',
  ),
  nodes: list(
    'nodes',
    nodes,
    'Nodes of a builder with the driver `remote` (BuildKit) or `docker-container` (Docker engines), `<endpoint>[,platforms=<platform>,…][,name=<name>][,<driver option>=<value>]` by line.',
  ),
  buildkitImage: optional(
    'buildkit-image',
    reference,
    'BuildKit image for `docker-container` and `kubernetes`. Default: a pinned digest.',
  ),
  binfmtImage: optional(
    'binfmt-image',
    reference,
    'Image that installs missing emulators. Default: a pinned digest.',
  ),
  driverOpts: list(
    'driver-opts',
    lines(pair(/^[a-z][A-Za-z0-9._-]*$/, 'network=host, memory=4g, env.NAME=value', ONE_LINE)),
    'Options of the driver, of every node, `name=value` by line.',
  ),
  buildkitdConfig: optional(
    'buildkitd-config',
    plain,
    'BuildKit configuration file (TOML) for `docker-container` and `kubernetes`, such as one with registry mirrors.',
  ),
}

export type BuilderInputs = Values<typeof builderRows>

/** Driver options of `remote` that name a file: what encrypts the connection. */
const FILES = ['cacert', 'cert', 'key']

/** Files that a remote builder's options name, as they are written, with the input in which they stand. */
export function tlsFiles(
  inputs: BuilderInputs,
): readonly { readonly input: string; readonly path: string }[] {
  if (inputs.driver !== 'remote') return []
  const of = (input: string, pairs: BuilderInputs['driverOpts']) =>
    pairs.filter(({ name }) => namesFile(inputs, name)).map(({ value }) => ({ input, path: value }))
  return [
    ...of('driver-opts', inputs.driverOpts),
    ...inputs.nodes.flatMap((node) => of('nodes', node.options)),
  ]
}

/** Whether the value of a driver option is a path. */
export function namesFile({ driver }: BuilderInputs, option: string): boolean {
  return driver === 'remote' && FILES.includes(option)
}

/** Inputs that are each valid and cannot be meant together. */
export function builderContradictions(inputs: BuilderInputs): readonly InputFault[] {
  const { driver } = inputs
  const options = [
    ...(inputs.driverOpts.length > 0 ? ['driver-opts'] : []),
    ...(inputs.buildkitImage !== undefined ? ['buildkit-image'] : []),
    ...(inputs.buildkitdConfig !== undefined ? ['buildkitd-config'] : []),
  ]
  const conflict = (input: string, other: string, remedy: string) => {
    return { input, found: `it cannot be used together with '${other}'.`, remedy }
  }
  if (inputs.builder !== undefined) {
    const others = [...(driver === 'auto' ? [] : ['driver']), ...(inputs.nodes.length > 0 ? ['nodes'] : [])]
    const own = 'An existing builder is used as it is: remove one of the two.'
    return [...others, ...options].map((other) => conflict('builder', other, own))
  }
  return [
    ...nodeContradictions(driver, inputs.nodes),
    ...foreign(driver, options).map((option) =>
      conflict(option, `driver: ${driver}`, REMEDIES[driver] ?? ''),
    ),
  ]
}

const REMEDIES: Readonly<Record<string, string>> = {
  docker: 'The docker driver builds inside the engine: write driver: docker-container, or remove the option.',
  remote: 'The nodes run a BuildKit of their own already: configure it there, and remove the option.',
}

/** The options of a new BuildKit that a driver has no use for. */
function foreign(driver: BuilderInputs['driver'], options: readonly string[]): readonly string[] {
  if (driver === 'docker') return options
  return driver === 'remote' ? options.filter((option) => option !== 'driver-opts') : []
}
