import { formatPlatform } from '../domain/platform.ts'
import { formatImageName } from '../domain/reference.ts'
import type { BuildPlan } from '../plan/build.ts'
import type { BuilderPlan } from '../plan/builder.ts'
import type { Plan } from '../plan/publish.ts'
import type { SmokePlan } from '../plan/smoke.ts'
import { describeCacheKey } from './cachekey.ts'
import { clean } from './foreign.ts'
import { describeSigning } from './signature.ts'

/**
 * A plan in words for the log; of a dry run, what a real run would carry out. It names no credentials, secrets, build
 * arguments or environments, and no notices, which are told apart. Reasons may hold foreign text, so the lines go through the log like those of a child.
 */
export function describePlan(plan: Plan): readonly string[] {
  const { target, tags, commit, builder, build, smoke } = plan
  const real = target.policy.kind === 'publish'
  const what = `${formatImageName(target.image)}${tags.version === undefined ? '' : ` ${tags.version.text}`}`
  const facts: readonly (readonly [string, string])[] = [
    ['why', target.policy.reason],
    ['commit', commit.sha],
    ['platforms', build.platforms.map(formatPlatform).join(', ')],
    ['builder', `${described(builder)}: ${builder.reason}${fallback(plan)}`],
    ['emulators', emulators(plan)],
    ['build', source(build)],
    ['cache', caches(build)],
    ...row('cache key', describeCacheKey(build.caches)),
    ['attest', attestations(build)],
    ['push', pushing(plan, real)],
    ['smoke', smoking(smoke)],
    ['sign', describeSigning(plan.signing)],
  ]
  const moves = plan.moves.map(
    ({ tag, move, reason }) => [tag, `${move ? 'move' : 'keep'}  ${reason}`] as const,
  )
  return [
    real ? `Publish ${what}` : `Dry run: nothing is pushed. A real run would publish ${what}`,
    ...columns(facts),
    real ? 'Tags' : 'Tags that a real run would write',
    ...columns(moves),
  ].map(clean)
}

function row(name: string, text: string | undefined): readonly (readonly [string, string])[] {
  return text === undefined ? [] : [[name, text]]
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}

function described({ name, driver, kind, nodes }: BuilderPlan): string {
  const several = nodes.length > 1 ? `, ${nodes.length} nodes` : ''
  return `${name} (${driver}, ${kind}${several})`
}

function fallback({ fallback }: Plan): string {
  return fallback === undefined ? '' : `; if it does not come up, ${described(fallback.builder)}`
}

function emulators({ emulators }: Plan): string {
  if (emulators === undefined) return 'none needed'
  return `${emulators.platforms.map(formatPlatform).join(', ')}, from ${emulators.image.reference}`
}

function source({ file, context, target, inputs, pull }: BuildPlan): string {
  const stage = target.kind === 'load' ? `, into the engine as ${target.name}` : ''
  const of = inputs.target === undefined ? '' : `, stage ${inputs.target}`
  return `${file} in ${context}${of}${stage}${pull || inputs.pull ? ', base images looked up again' : ''}`
}

function caches({ caches, inputs }: BuildPlan): string {
  const from = caches.from.map(layer)
  const to = caches.to.map(layer)
  const missing = caches.sources.flatMap(({ layer, name, why }) =>
    why === undefined ? [] : `${layer} ${name}: ${why}`,
  )
  if (from.length === 0 && to.length === 0 && missing.length === 0) return 'off'
  const reading = inputs.noCache ? 'not read' : `read ${from.join(', ') || 'none'}`
  return [reading, `write ${to.join(', ') || 'none'}`, ...missing].join('; ')
}

/** `registry ghcr.io/owner/app:buildcache` of a cache entry as buildx takes it. */
function layer(entry: string): string {
  const [, type = entry] = /^type=([a-z]+)/.exec(entry) ?? []
  const [, place] = /,(?:ref|src|dest|scope)=([^,]+)/.exec(entry) ?? []
  return place === undefined ? type : `${type} ${place}`
}

function attestations({ inputs }: BuildPlan): string {
  const { sbom, provenance } = inputs
  const kinds = [sbom === false ? 'no SBOM' : 'SBOM', provenance && `provenance ${provenance}`]
  return kinds.filter((kind) => kind !== false).join(', ')
}

function pushing({ build, gate }: Plan, real: boolean): string {
  const dry = real ? '' : 'nothing; a real run: '
  if (!gate) return `${dry}all tags with the build (gate: false)`
  const how = { digest: ' by digest', tags: ' under the tag candidate', load: '', none: '' }[
    build.target.kind
  ]
  return `${dry}a candidate${how}, then the tags, once it is inspected and smoke-tested`
}

function smoking({ mode, args, entrypoint, http, timeoutMs }: SmokePlan): string {
  const limit = `at most ${timeoutMs / 1000} s`
  const asks = http === undefined ? undefined : probe(http)
  if (mode === 'strict') {
    const words = [entrypoint, ...(args ?? [])].filter((word) => word !== undefined).join(' ')
    const runs = `exit code 0 of ${words === '' ? 'its own command' : words}`
    return [runs, asks, limit].filter((part) => part !== undefined).join('; ')
  }
  if (asks !== undefined) return `${asks}; ${limit}`
  return mode === 'off' ? 'off' : `auto: --help, or without an entrypoint its own command; ${limit}`
}

function probe({ port, path }: { readonly port: number; readonly path: string }): string {
  return `port ${port}${path} has to answer 2xx`
}
