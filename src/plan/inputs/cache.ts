import { choice, commas, matching } from './parsers.ts'
import { Fault, optional, type Parser, type Values, withDefault } from './row.ts'

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
    'Reference of the registry layer. Default: `<image>:buildcache`, with a `target` `<image>:buildcache-<target>`.',
  ),
}

export type CacheInputs = Values<typeof cacheRows>
