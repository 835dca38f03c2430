import type { AttestationKind } from '../domain/attestation.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import { formatImageName, type ImageName, type Tag, taggedReference } from '../domain/reference.ts'
import type { CachePlan } from './caches.ts'
import { csv } from './csv.ts'
import type { BuildInputs } from './inputs/build.ts'
import type { Pair } from './inputs/parsers.ts'
import { PINS } from './pins.ts'

/** Where the result of a build goes. */
export type BuildTarget =
  /** Pushed without any tag. */
  | { readonly kind: 'digest'; readonly image: ImageName }
  /** Pushed under tags. */
  | { readonly kind: 'tags'; readonly image: ImageName; readonly tags: readonly Tag[] }
  /** Built into the cache and nowhere else: a dry run without a smoke test. */
  | { readonly kind: 'none' }
  /** Loaded into the engine under a local name. */
  | { readonly kind: 'load'; readonly name: string }

/** A secret as buildx mounts it: from a file, or from a variable of the child's environment. */
export type SecretSource =
  | { readonly kind: 'file'; readonly id: string; readonly path: string }
  | { readonly kind: 'environment'; readonly id: string; readonly variable: string }

/** Everything that a build's command line says. */
export interface BuildPlan {
  readonly builder: string
  readonly driver: string
  /** What the engine held of the image before; undefined where it did not tell. */
  readonly localImages: readonly string[] | undefined
  readonly context: string
  readonly file: string
  readonly platforms: readonly Platform[]
  readonly target: BuildTarget
  readonly labels: readonly Pair[]
  readonly annotations: readonly Pair[]
  readonly caches: CachePlan
  readonly inputs: BuildInputs
  /** SOURCE_DATE_EPOCH of the image, in seconds: the commit's time. */
  readonly epoch: number | undefined
  /** Whether base images are looked up again: always on the docker driver, which would take local ones. */
  readonly pull: boolean
}

/** Whether the result is an index: several platforms, or attestations beside one. */
export function makesIndex(plan: BuildPlan): boolean {
  return plan.platforms.length > 1 || (pushes(plan) && attests(plan.inputs))
}

/** Whether the result goes to a registry. */
function pushes({ target }: BuildPlan): boolean {
  return target.kind === 'digest' || target.kind === 'tags'
}

/** Whether attestations are asked for. */
export function attests(inputs: BuildInputs): boolean {
  return askedKinds(inputs).length > 0
}

/** Which attestations are asked for. */
export function askedKinds({ sbom, provenance }: BuildInputs): readonly AttestationKind[] {
  return [
    ...(sbom === false ? [] : ['sbom' as const]),
    ...(provenance === false ? [] : ['provenance' as const]),
  ]
}

/**
 * The arguments of `docker buildx build`. Options are single tokens and the context stands behind `--`, so no value can
 * become an option of its own.
 */
export function buildArguments(plan: BuildPlan, secrets: readonly SecretSource[]): readonly string[] {
  const { inputs } = plan
  return [
    `--builder=${plan.builder}`,
    `--platform=${plan.platforms.map(formatPlatform).join(',')}`,
    `--file=${plan.file}`,
    ...some('--target', inputs.target),
    ...plan.labels.map(({ name, value }) => `--label=${name}=${value}`),
    ...annotations(plan),
    ...inputs.buildArgs.map(({ name, value }) => `--build-arg=${name}=${value}`),
    ...inputs.buildContexts.map(({ name, value }) => `--build-context=${name}=${value}`),
    ...secrets.map(secret),
    ...inputs.ssh.map((entry) => `--ssh=${entry}`),
    ...inputs.addHosts.map((entry) => `--add-host=${entry}`),
    ...inputs.allow.map((entry) => `--allow=${entry}`),
    ...some('--network', inputs.network),
    ...some('--shm-size', inputs.shmSize),
    ...inputs.ulimit.map((entry) => `--ulimit=${entry}`),
    ...(inputs.noCache ? ['--no-cache'] : []),
    ...inputs.noCacheFilters.map((entry) => `--no-cache-filter=${entry}`),
    ...(plan.pull || inputs.pull ? ['--pull'] : []),
    ...plan.caches.from.map((entry) => `--cache-from=${entry}`),
    ...plan.caches.to.map((entry) => `--cache-to=${entry}`),
    ...attestations(plan),
    ...output(plan),
    '--',
    plan.context,
  ]
}

function some(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${option}=${value}`]
}

/** Annotations belong to manifests and index alike: GHCR's package page reads the index. A local image has none. */
function annotations(plan: BuildPlan): readonly string[] {
  if (!pushes(plan)) return []
  const level = makesIndex(plan) ? 'index,manifest' : 'manifest'
  return plan.annotations.map(({ name, value }) =>
    /^(?:manifest|index|manifest-descriptor|index-descriptor):/.test(name)
      ? `--annotation=${name}=${value}`
      : `--annotation=${level}:${name}=${value}`,
  )
}

/**
 * The times in the image's configuration are the commit's, so that a second build of one commit gives the same digest. It
 * is told to the exporter, not to the build: as a build argument it is part of the cache key of every WORKDIR, so that each
 * commit would build everything after the first one again.
 */
function epoch({ epoch, inputs }: BuildPlan): readonly (readonly [string, string])[] {
  const own = inputs.buildArgs.some(({ name }) => name === 'SOURCE_DATE_EPOCH')
  return own || epoch === undefined ? [] : [['source-date-epoch', String(epoch)]]
}

function secret(source: SecretSource): string {
  const place = source.kind === 'file' ? (['src', source.path] as const) : (['env', source.variable] as const)
  return `--secret=${csv([['id', source.id], place])}`
}

/** The classic image store refuses attestations, so a local image has none. */
function attestations(plan: BuildPlan): readonly string[] {
  const { sbom, provenance } = plan.inputs
  if (!pushes(plan)) return ['--sbom=false', '--provenance=false']
  return [
    sbom === false
      ? '--sbom=false'
      : `--attest=${csv([
          ['type', 'sbom'],
          ['generator', sbom.generator ?? PINS.scanner.reference],
        ])}`,
    provenance === false
      ? '--provenance=false'
      : `--attest=${csv([
          ['type', 'provenance'],
          ['mode', provenance],
        ])}`,
  ]
}

function output(plan: BuildPlan): readonly string[] {
  const { target } = plan
  if (target.kind === 'none') return ['--output=type=cacheonly']
  if (target.kind === 'load') return ['--load', `--tag=${target.name}`]
  const name =
    target.kind === 'digest'
      ? formatImageName(target.image)
      : target.tags.map((tag) => taggedReference(target.image, tag)).join(',')
  const untagged = [
    ['push-by-digest', 'true'],
    ['name-canonical', 'true'],
  ] as const
  return [
    `--output=${csv([
      ['type', 'image'],
      ['name', name],
      ...(target.kind === 'digest' ? untagged : []),
      ['push', 'true'],
      // Docker media types have no annotations.
      ['oci-mediatypes', 'true'],
      ...epoch(plan),
      ...compression(plan.inputs.compression),
    ])}`,
  ]
}

function compression(kind: BuildInputs['compression']): readonly (readonly [string, string])[] {
  if (kind === 'gzip') return []
  return [
    ['compression', kind],
    ['force-compression', 'true'],
  ]
}
