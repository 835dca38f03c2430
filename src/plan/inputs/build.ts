import { COMMON_PLATFORMS, formatPlatform, type Platform, parsePlatform } from '../../domain/platform.ts'
import { choice, commas, flag, lines, matching, ONE_LINE, pair, plain, quote } from './parsers.ts'
import { Fault, list, optional, type Parser, type Values, withDefault } from './row.ts'

/** Only Linux: neither BuildKit on Linux nor its emulators run the steps of another system. */
const platform: Parser<Platform> = (text) => {
  const found = parsePlatform(text)
  if (found?.os === 'linux') return found
  const what = found === undefined ? 'is not a known platform' : 'cannot be built: only linux can'
  return new Fault({
    found: `${quote(text)} ${what}.`,
    allowed: `for example ${COMMON_PLATFORMS.join(', ')}`,
  })
}

/** Platforms without repetitions, in the order written. */
const platforms: Parser<readonly Platform[]> = (text) => {
  const found = commas(platform)(text)
  if (found instanceof Fault) return found
  if (found.length === 0)
    return new Fault({ found: 'it names no platform.', allowed: 'linux/amd64,linux/arm64' })
  return [...new Map(found.map((one) => [formatPlatform(one), one])).values()]
}

/** A path inside the workspace. Whether it exists, and where links lead, is seen later, on the disk. */
const path: Parser<string> = (text) => {
  const value = plain(text)
  if (value instanceof Fault) return value
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || value.startsWith('git@')) {
    return new Fault({
      found: `${quote(text)} is a remote context.`,
      allowed: 'a folder of the workspace',
      remedy:
        'Check the repository out with actions/checkout, so that what is published is what was checked out.',
    })
  }
  return value
}

const variable = /^[A-Za-z_][A-Za-z0-9_.-]*$/
const key = /^[A-Za-z0-9][A-Za-z0-9._/:-]*$/

const sbom: Parser<false | { readonly generator: string | undefined }> = (text) => {
  const generator = /^generator=([A-Za-z0-9][A-Za-z0-9._/:@-]*)$/.exec(text)?.[1]
  if (generator !== undefined) return { generator }
  const on = flag(text)
  if (on instanceof Fault) {
    return new Fault({
      found: `${quote(text)} cannot be used.`,
      allowed: 'true, false, generator=<scanner image>',
    })
  }
  return on ? { generator: undefined } : false
}

const provenance: Parser<false | 'min' | 'max'> = (text) => {
  const value = choice('false', 'min', 'max')(text)
  return value === 'false' ? false : value
}

/** What is built, from what, and how. */
export const buildRows = {
  platforms: withDefault(
    'platforms',
    'linux/amd64,linux/arm64',
    platforms,
    'Platforms to build, by comma or line; short names such as `arm64` are understood.',
  ),
  context: withDefault('context', '.', path, 'Folder of the workspace that is the build context.'),
  file: optional(
    'file',
    path,
    'Dockerfile, relative to the workspace. Default: `Dockerfile` of the context, else `Dockerfile.example`.',
  ),
  target: optional(
    'target',
    matching(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'the name of a stage'),
    'Stage to build.',
  ),
  buildArgs: list(
    'build-args',
    lines(pair(variable, 'NAME=value')),
    'Build arguments, `NAME=value` by line.',
  ),
  buildContexts: list(
    'build-contexts',
    lines(pair(/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, 'name=path or name=docker-image://…', ONE_LINE)),
    'Named contexts, `name=path`, `name=docker-image://…` or `name=oci-layout://…` by line.',
  ),
  secrets: list(
    'secrets',
    lines(pair(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=value')),
    'Build secrets, `id=value` by line; mounted, never in the image.',
  ),
  secretEnvs: list(
    'secret-envs',
    lines(
      pair(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=NAME of an environment variable', /^[A-Za-z_][A-Za-z0-9_]*$/),
    ),
    'Build secrets from the environment, `id=NAME` by line.',
  ),
  secretFiles: list(
    'secret-files',
    lines(pair(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=path', ONE_LINE)),
    'Build secrets from files, `id=path` by line.',
  ),
  ssh: list(
    'ssh',
    lines(matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:=[^\s",]+)?$/, 'default, or id=path')),
    'SSH agent sockets or keys for the build, `default` or `id=path` by line.',
  ),
  labels: list(
    'labels',
    lines(pair(key, 'name=value')),
    'More image labels, `name=value` by line; they win over the automatic ones.',
  ),
  annotations: list(
    'annotations',
    lines(pair(key, 'name=value')),
    'More annotations, `name=value` by line, on every manifest and the index; `manifest:` or `index:` before a name chooses one.',
  ),
  addHosts: list(
    'add-hosts',
    commas(
      matching(
        /^[A-Za-z0-9][A-Za-z0-9.-]*[:=][0-9A-Fa-f.:]+$|^[A-Za-z0-9][A-Za-z0-9.-]*:host-gateway$/,
        'host:ip',
      ),
    ),
    'Host names for the build, `host:ip` by comma or line.',
  ),
  allow: list(
    'allow',
    commas(
      matching(
        /^(?:network\.host|security\.insecure|device(?:=[A-Za-z0-9._/=-]+)?)$/,
        'network.host, security.insecure, device',
      ),
    ),
    'Entitlements that the build may use: `network.host`, `security.insecure`, `device`. A builder that is made here grants them.',
  ),
  network: optional(
    'network',
    choice('default', 'host', 'none'),
    'Network of `RUN` steps: `default`, `host` or `none`.',
  ),
  noCache: withDefault('no-cache', 'false', flag, 'Build without reading a cache.'),
  noCacheFilters: list(
    'no-cache-filters',
    commas(matching(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'names of stages')),
    'Stages to build without reading a cache.',
  ),
  pull: withDefault('pull', 'false', flag, 'Always look for newer base images.'),
  shmSize: optional(
    'shm-size',
    matching(/^\d{1,12}[bkmg]?$/i, '64m, 1g'),
    'Size of `/dev/shm` for `RUN` steps, such as `64m`.',
  ),
  ulimit: list(
    'ulimit',
    commas(matching(/^[a-z]+=-?\d+(?::-?\d+)?$/, 'nofile=1024:1024')),
    'Limits for `RUN` steps, such as `nofile=1024:1024`.',
  ),
  compression: withDefault(
    'compression',
    'gzip',
    choice('gzip', 'zstd', 'estargz', 'uncompressed'),
    'Compression of layers: `gzip`, `zstd`, `estargz` or `uncompressed`.',
  ),
  sbom: withDefault(
    'sbom',
    'true',
    sbom,
    'Attach a software bill of materials for each platform: `true`, `false`, or `generator=<scanner image>`.',
  ),
  provenance: withDefault(
    'provenance',
    'false',
    provenance,
    'Attach build provenance: `false`, `min` or `max`. With `max` build arguments become public.',
  ),
}

export type BuildInputs = Values<typeof buildRows>
