import { autoOr, choice, lines, matching, ONE_LINE, pair, plain } from './parsers.ts'
import { list, optional, type Values, withDefault } from './row.ts'

const reference = matching(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$/, 'an image reference')

/** Where the build runs. */
export const builderRows = {
  driver: withDefault(
    'driver',
    'auto',
    autoOr(choice('docker', 'docker-container')),
    'Builder driver: `auto`, `docker` or `docker-container`.',
  ),
  builder: optional(
    'builder',
    matching(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'the name of a buildx builder'),
    'An existing builder of the job; used as it is and left alone.',
  ),
  buildkitImage: optional(
    'buildkit-image',
    reference,
    'BuildKit image for `docker-container`. Default: a pinned digest.',
  ),
  binfmtImage: optional(
    'binfmt-image',
    reference,
    'Image that installs missing emulators. Default: a pinned digest.',
  ),
  driverOpts: list(
    'driver-opts',
    lines(pair(/^[a-z][A-Za-z0-9._-]*$/, 'network=host, memory=4g, env.NAME=value', ONE_LINE)),
    'Options of the `docker-container` driver, `name=value` by line.',
  ),
  buildkitdConfig: optional(
    'buildkitd-config',
    plain,
    'BuildKit configuration file (TOML) for `docker-container`.',
  ),
}

export type BuilderInputs = Values<typeof builderRows>
