import { cacheSource, cacheTarget } from './cacheentry.ts'
import { choice, commas, lines, matching, quote } from './parsers.ts'
import { Fault, list, optional, type Parser, type Values, withDefault } from './row.ts'

/** A layer of the build cache. */
export type CacheLayer = 'registry' | 'gha' | 'local'

const layer = choice('registry', 'gha', 'local', 'off')

const layers: Parser<readonly CacheLayer[]> = (text) => {
  if (/^(?:off|false|none)$/i.test(text)) return []
  const found = commas(layer)(text)
  if (found instanceof Fault) return found
  const named = found.filter((one) => one !== 'off')
  if (named.length === found.length) return [...new Set(named)]
  return new Fault({
    found: "'off' stands beside other layers.",
    allowed: 'off alone, or registry, gha, local',
  })
}

/** A pattern of files below the workspace; `!` before it takes files out again. */
const keyFiles: Parser<string> = (text) => {
  const path = text.replace(/^!/, '')
  const leaves = /^[/~\\-]/.test(path) || path.split('/').includes('..')
  if (path !== '' && !leaves) return text
  return new Fault({
    found: `${quote(text)} does not lie below the workspace.`,
    allowed: 'patterns such as **/package-lock.json, relative to the workspace',
  })
}

/** Where build results are kept for the next run. */
export const cacheRows = {
  cache: withDefault(
    'cache',
    'registry,gha',
    layers,
    'Cache layers: `registry`, `gha`, `local` by comma, or `off`.',
  ),
  cacheMode: withDefault(
    'cache-mode',
    'max',
    choice('max', 'min'),
    'What is cached: `max` every stage, `min` only what is in the image.',
  ),
  cacheRef: optional(
    'cache-ref',
    matching(/^[a-z0-9][A-Za-z0-9._/:-]{0,254}$/, 'an image reference with a tag'),
    'Reference of the registry layer. Default: `<image>:buildcache`, with a `target` `<image>:buildcache-<target>`; a branch other than the default one, and a platform that is built alone, have one of their own.',
  ),
  cacheKeyFiles: list(
    'cache-key-files',
    lines(keyFiles),
    'Files whose change starts a new cache, as patterns by line (`**/package-lock.json`); what the old cache holds is still read.',
  ),
  cacheFrom: list(
    'cache-from',
    lines(cacheSource),
    'More caches to read, one by line as `docker buildx build --cache-from` takes them.',
  ),
  cacheTo: list(
    'cache-to',
    lines(cacheTarget),
    'More caches to write, one by line as `docker buildx build --cache-to` takes them; where the event may write to the registry.',
  ),
}

export type CacheInputs = Values<typeof cacheRows>
