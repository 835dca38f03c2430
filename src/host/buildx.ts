import { readFile, rm } from 'node:fs/promises'
import { type Digest, parseDigest } from '../domain/digest.ts'
import type { Builder } from '../domain/engine.ts'
import { CommandError } from '../domain/errors.ts'
import { type Descriptor, type Index, parseManifest } from '../domain/manifest.ts'
import { parseBuilder, parseJson } from './builders.ts'
import type { Command, Processes, Result } from './process.ts'

/** How a build ended. */
export interface BuildEnd {
  readonly code: number | undefined
  readonly timedOut: boolean
  /** The last lines that were no progress: buildx's own error. */
  readonly tail: readonly string[]
  /** Digest of what was made; undefined where the build failed or nothing was exported. */
  readonly digest: Digest | undefined
}

/** What `imagetools inspect` says of a reference. */
export interface InspectedImage {
  readonly descriptor: Descriptor
  /** The entries of an index; empty for a single manifest. */
  readonly manifests: readonly Descriptor[]
}

/** A builder to make. */
export interface NewBuilder {
  readonly name: string
  readonly driver: string
  /** At least one; each has a name of buildx's where it has none of its own. */
  readonly nodes: readonly {
    readonly endpoint: string | undefined
    readonly name: string | undefined
    readonly platforms: readonly string[]
    /** Driver options, each a field of a list as buildx reads it. */
    readonly options: readonly string[]
  }[]
  /** Path of BuildKit's configuration file. */
  readonly config: string | undefined
  /** Entitlements that its BuildKit grants; where there are none, those of its own default. */
  readonly entitlements: readonly string[]
}

/** Builders and builds, through the buildx plugin of the docker CLI. */
export interface Buildx {
  builders(): Promise<readonly Builder[]>
  /** Makes a builder and starts it; what is there of it after a failure is for `remove`. @throws CommandError with buildx's words */
  create(builder: NewBuilder): Promise<void>
  /** Starts a builder that is there. @throws CommandError with buildx's words */
  start(name: string): Promise<void>
  /** Ends what a builder does, for whomever, and starts it again; it keeps what it has built. @throws CommandError with buildx's words */
  restart(name: string): Promise<void>
  /** Removes a builder and what runs for it. @throws CommandError where that is left; buildx's entry of it is gone anyway */
  remove(name: string): Promise<void>
  /** Runs `docker buildx build`; each line of its progress goes to `onLine`. */
  build(
    args: readonly string[],
    options: {
      readonly env: Readonly<Record<string, string>>
      readonly cwd: string
      readonly timeoutMs: number
      readonly metadataFile: string
      readonly onLine: (line: string) => void
      /** Ends the build when it is aborted. */
      readonly stop?: AbortSignal
    },
  ): Promise<BuildEnd>
  /** The inspection of record. @throws CommandError where the reference cannot be read */
  inspectImage(reference: string): Promise<InspectedImage>
}

const QUESTION = 30_000
const BOOT = 5 * 60_000
const TAIL = 80

/** Talks to the buildx of this job. */
export function createBuildx(processes: Processes): Buildx {
  const buildx = (args: readonly string[], more: Partial<Command> = {}) =>
    processes.run({ tool: 'docker', file: 'docker', args: ['buildx', ...args], timeoutMs: QUESTION, ...more })
  return {
    async builders() {
      const result = await buildx(['ls', '--format', '{{json .}}'])
      return result.stdout
        .toString('utf8')
        .split('\n')
        .flatMap((line) => parseBuilder(line) ?? [])
    },
    async create(builder) {
      for (const at of builder.nodes.keys()) {
        const result = await buildx(createArguments(builder, at), { timeoutMs: BOOT })
        if (result.code !== 0) throw failure(`The builder ${builder.name} did not come up`, result)
      }
    },
    async start(name) {
      const result = await buildx(['inspect', '--bootstrap', name], { timeoutMs: BOOT })
      if (result.code !== 0) throw failure(`The builder ${name} did not come up`, result)
    },
    async restart(name) {
      await buildx(['stop', name])
      const result = await buildx(['inspect', '--bootstrap', name], { timeoutMs: BOOT })
      if (result.code !== 0) throw failure(`The builder ${name} did not come up again`, result)
    },
    async remove(name) {
      const result = await buildx(['rm', '--force', name], { timeoutMs: 60_000, cleanup: true })
      if (result.code !== 0 && !/no builder/i.test(result.stderr)) {
        throw failure(`The builder ${name} was not removed`, result)
      }
    },
    async build(args, { env, cwd, timeoutMs, metadataFile, onLine, stop }) {
      // A build that fails leaves the file of an earlier one in place.
      await rm(metadataFile, { force: true })
      const tail: string[] = []
      const keep = (line: string) => {
        onLine(line)
        if (line.startsWith('{')) return
        tail.push(line)
        if (tail.length > TAIL) tail.shift()
      }
      const fixed = ['build', '--progress=rawjson', `--metadata-file=${metadataFile}`]
      const ending = stop === undefined ? {} : { stop }
      const result = await buildx([...fixed, ...args], { env, cwd, timeoutMs, onLine: keep, ...ending })
      const metadata = await readFile(metadataFile, 'utf8').catch(() => '')
      const digest = result.code === 0 ? builtDigest(metadata) : undefined
      return { code: result.code, timedOut: result.timedOut, tail, digest }
    },
    async inspectImage(reference) {
      const args = ['imagetools', 'inspect', '--format', '{{json .Manifest}}', reference]
      // buildx asks once, and a registry hiccup must not look like an image that is not there.
      const first = await buildx(args)
      const result = first.code === 0 ? first : await buildx(args)
      if (result.code !== 0) throw failure(`${reference} cannot be inspected`, result, AGAIN)
      return parseInspection(result.stdout.toString('utf8'), reference)
    },
  }
}

/** The first node makes the builder, the last one starts all of them. */
function createArguments(
  { name, driver, nodes, config, entitlements }: NewBuilder,
  at: number,
): readonly string[] {
  const node = nodes[at]
  const flags = entitlements.map((entitlement) => `--allow-insecure-entitlement=${entitlement}`)
  return [
    'create',
    `--name=${name}`,
    `--driver=${driver}`,
    ...(at === 0 ? [] : ['--append']),
    ...(node?.name === undefined ? [] : [`--node=${node.name}`]),
    ...(node?.platforms ?? []).map((platform) => `--platform=${platform}`),
    ...(node?.options ?? []).map((option) => `--driver-opt=${option}`),
    ...(config === undefined ? [] : [`--buildkitd-config=${config}`]),
    ...(flags.length === 0 ? [] : [`--buildkitd-flags=${flags.join(' ')}`]),
    ...(at === nodes.length - 1 ? ['--bootstrap'] : []),
    ...(node?.endpoint === undefined ? [] : ['--', node.endpoint]),
  ]
}

const AGAIN = 'Run the job again; if it stays so, see whether this runner reaches the registry.'

function failure(what: string, result: Result, remedy?: string): CommandError {
  const lines = result.stderr.trim().split('\n')
  const told = lines.slice(-2).filter((line) => !/^-+$/.test(line))
  const words = told
    .join(' ')
    .replace(/^ERROR: /, '')
    .slice(0, 500)
  const found = `${what}: ${result.timedOut ? 'no answer in time' : words}`.replace(/\.?$/, '.')
  return new CommandError({ found, remedy }, { evidence: lines.slice(-20) })
}

/** The digest in what buildx wrote to its metadata file; undefined where it says none. */
export function builtDigest(metadata: string): Digest | undefined {
  return parseDigest(parseJson(metadata)?.['containerimage.digest'])
}

function parseInspection(text: string, reference: string): InspectedImage {
  const json = parseJson(text)
  const digest = parseDigest(json?.digest)
  const { mediaType, size } = json ?? {}
  if (json === undefined || digest === undefined || typeof mediaType !== 'string') {
    throw new CommandError({
      found: `docker buildx imagetools inspect says nothing usable of ${reference}.`,
      remedy: 'Use a newer buildx on this runner.',
    })
  }
  const content = parseManifest(mediaType, json) as Index | undefined
  const descriptor = { mediaType, digest, size: Number(size ?? 0), annotations: {} }
  return { descriptor, manifests: content?.kind === 'index' ? content.manifests : [] }
}
