import { type EngineFacts, type ImageConfig, parseConfig } from '../domain/engine.ts'
import { CommandError } from '../domain/errors.ts'
import { formatPlatform, normalizePlatform, type Platform } from '../domain/platform.ts'
import type { Command, Processes, Result } from './process.ts'

/** A container to run. */
export interface ContainerRun {
  /** Reference by digest, or a local name. */
  readonly image: string
  readonly platform: Platform
  readonly entrypoint: string | undefined
  readonly args: readonly string[]
  /** Values reach docker through its environment, so they never stand in an argument. */
  readonly env: Readonly<Record<string, string>>
  /** Name of the container; it is removed by it in any case. */
  readonly name: string
  /** Label by which post finds what is left. */
  readonly label: string
  /** Container port to publish on a free port of the loopback. */
  readonly port: number | undefined
  readonly timeoutMs: number
}

/** What a container did. */
export interface ContainerResult {
  readonly code: number | undefined
  readonly timedOut: boolean
  /** The first and the last lines of both streams, with the engine's own words among them. */
  readonly first: readonly string[]
  readonly last: readonly string[]
}

/** The container engine, through the docker CLI. */
export interface Engine {
  describe(): Promise<EngineFacts | { readonly unreachable: string }>
  hasImage(reference: string): Promise<boolean>
  /** What the engine holds of a repository: `repository:tag` and `repository@digest`. */
  imagesOf(repository: string): Promise<readonly string[]>
  /** @throws CommandError where the engine does not hold the image */
  imageConfig(reference: string, platform: Platform): Promise<ImageConfig>
  /** Runs a container in the foreground and removes it. */
  run(run: ContainerRun): Promise<ContainerResult>
  /** Starts a container and leaves it running. @throws CommandError with the engine's words */
  start(run: ContainerRun): Promise<void>
  /** The loopback port behind a published port; undefined while there is none. */
  port(container: string, port: number): Promise<number | undefined>
  state(container: string): Promise<{ readonly running: boolean; readonly code: number }>
  logs(container: string, tail: number): Promise<readonly string[]>
  /** SIGTERM, and SIGKILL after the grace; whether it ended by itself. */
  stop(container: string, graceSeconds: number): Promise<{ readonly onSigterm: boolean }>
  /** The first bytes of files inside an image, without starting it; absent files are left out. */
  readFiles(run: ContainerRun, paths: readonly string[], bytes: number): Promise<ReadonlyMap<string, Buffer>>
  /** Runs an image with all rights of the host, as the emulators' installer needs. */
  runPrivileged(image: string, args: readonly string[], name: string, label: string): Promise<ContainerResult>
  /** Containers, running or not, that carry a label. */
  containersOf(label: string): Promise<readonly string[]>
  removeContainers(containers: readonly string[]): Promise<void>
  removeImages(references: readonly string[]): Promise<void>
}

const QUESTION = 30_000
const PULL = 10 * 60_000
const TAIL = 50

/** Talks to the engine that the docker CLI of this job talks to. */
export function createEngine(processes: Processes): Engine {
  const docker = (args: readonly string[], more: Partial<Command> = {}) =>
    processes.run({ tool: 'docker', file: 'docker', args, timeoutMs: QUESTION, ...more })
  const must = async (args: readonly string[], what: string, more: Partial<Command> = {}) => {
    const result = await docker(args, more)
    if (result.code === 0) return result
    throw failure(what, result)
  }
  const remove = async (containers: readonly string[]) => {
    if (containers.length > 0) await docker(['rm', '--force', '--volumes', ...containers])
  }
  const foreground = async (
    args: readonly string[],
    run: Pick<ContainerRun, 'name' | 'timeoutMs'> & { env?: Readonly<Record<string, string>> },
  ): Promise<ContainerResult> => {
    const first: string[] = []
    const last: string[] = []
    const keep = (line: string) => {
      if (first.length < TAIL) first.push(line)
      last.push(line)
      if (last.length > TAIL) last.shift()
    }
    const result = await docker(args, { env: run.env ?? {}, timeoutMs: run.timeoutMs, onLine: keep })
    // The client can be gone and the container not: after a time limit, or where it ignores SIGINT.
    if (result.timedOut || result.code === undefined) await remove([run.name])
    return { code: result.code, timedOut: result.timedOut, first, last }
  }
  return {
    describe: () => describeEngine(docker),
    hasImage: async (reference) =>
      (await docker(['image', 'inspect', '--format', '{{.Id}}', reference])).code === 0,
    async imagesOf(repository) {
      const format = '{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}'
      const result = await docker(['image', 'ls', '--digests', '--no-trunc', '--format', format, repository])
      return [...new Set(result.stdout.toString('utf8').split(/\s+/))].filter(
        (one) => !/<none>$|^$/.test(one),
      )
    },
    async imageConfig(reference, platform) {
      const format = '{{json .}}'
      const result = await docker([
        'image',
        'inspect',
        '--platform',
        formatPlatform(platform),
        '--format',
        format,
        reference,
      ])
      const plain =
        result.code === 0
          ? result
          : await must(['image', 'inspect', '--format', format, reference], reference)
      return readImageConfig(plain.stdout, platform)
    },
    run: (run) => foreground(['run', '--rm', '--quiet', ...runArguments(run)], run),
    async start(run) {
      await must(['run', '--detach', '--quiet', ...runArguments(run)], `container of ${run.image}`, {
        env: run.env,
        timeoutMs: PULL,
      })
    },
    async port(container, port) {
      const result = await docker(['port', container, `${port}/tcp`])
      const found = /^127\.0\.0\.1:(\d+)$/m.exec(result.stdout.toString('utf8'))?.[1]
      return found === undefined ? undefined : Number(found)
    },
    async state(container) {
      const result = await docker([
        'inspect',
        '--format',
        '{{.State.Running}} {{.State.ExitCode}}',
        container,
      ])
      const [running, code] = result.stdout.toString('utf8').trim().split(' ')
      return { running: running === 'true', code: Number(code ?? -1) }
    },
    async logs(container, tail) {
      const lines: string[] = []
      await docker(['logs', '--tail', String(tail), container], { onLine: (line) => void lines.push(line) })
      return lines.slice(-tail)
    },
    async stop(container, graceSeconds) {
      const started = Date.now()
      await docker(['stop', '--time', String(graceSeconds), container], {
        timeoutMs: (graceSeconds + 20) * 1000,
      })
      return { onSigterm: Date.now() - started < graceSeconds * 1000 }
    },
    readFiles: (run, paths, bytes) => readFiles(docker, must, remove, run, paths, bytes),
    runPrivileged: (image, args, name, label) =>
      foreground(['run', '--rm', '--privileged', `--name=${name}`, `--label=${label}`, image, ...args], {
        name,
        timeoutMs: PULL,
      }),
    async containersOf(label) {
      const result = await docker(['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`])
      return result.stdout
        .toString('utf8')
        .split('\n')
        .filter((id) => /^[0-9a-f]{64}$/.test(id))
    },
    removeContainers: remove,
    async removeImages(references) {
      if (references.length > 0) await docker(['image', 'rm', '--force', ...references])
    },
  }
}

type Docker = (args: readonly string[], more?: Partial<Command>) => Promise<Result>

function runArguments(run: ContainerRun): readonly string[] {
  return [
    `--platform=${formatPlatform(run.platform)}`,
    `--name=${run.name}`,
    `--label=${run.label}`,
    ...Object.keys(run.env).map((name) => `--env=${name}`),
    ...(run.port === undefined ? [] : [`--publish=127.0.0.1::${run.port}`]),
    ...(run.entrypoint === undefined ? [] : [`--entrypoint=${run.entrypoint}`]),
    run.image,
    ...run.args,
  ]
}

function failure(what: string, result: Result): CommandError {
  const words = result.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500)
  const found = result.timedOut
    ? `The engine did not answer in time (${what}).`
    : `The engine says of ${what}: ${words}`
  return new CommandError({ found }, { evidence: result.stderr.split('\n').slice(-20) })
}

type Json = Readonly<Record<string, unknown>>

function parseObject(text: string): Json {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Json) : {}
  } catch {
    return {}
  }
}

async function describeEngine(docker: Docker): Promise<EngineFacts | { readonly unreachable: string }> {
  let result: Result
  try {
    result = await docker(['info', '--format', '{{json .}}'])
  } catch (error) {
    return { unreachable: error instanceof Error ? error.message : String(error) }
  }
  const info = parseObject(result.stdout.toString('utf8'))
  const version = info.ServerVersion
  if (typeof version !== 'string' || version === '') {
    const errors = Array.isArray(info.ServerErrors) ? info.ServerErrors.join(' ') : result.stderr
    return { unreachable: errors.trim().slice(0, 300) || 'the docker CLI gave no answer.' }
  }
  const plugins =
    (info.ClientInfo as { Plugins?: { Name?: string; Version?: string }[] } | undefined)?.Plugins ?? []
  return {
    name: String(info.Name ?? ''),
    version,
    containerdStore: JSON.stringify(info.DriverStatus ?? []).includes('io.containerd.snapshotter'),
    platform: enginePlatform(String(info.OSType ?? 'linux'), String(info.Architecture ?? '')),
    buildx: plugins.find((plugin) => plugin.Name === 'buildx')?.Version?.replace(/^v/, ''),
    rootless: JSON.stringify(info.SecurityOptions ?? []).includes('rootless'),
  }
}

/** `docker info` has the kernel's names of architectures. */
function enginePlatform(os: string, machine: string): Platform {
  const names: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    armv7l: 'arm',
    i686: '386',
  }
  return normalizePlatform({ os, architecture: names[machine] ?? machine })
}

/** The engine writes the names of an image configuration with capitals. */
function readImageConfig(stdout: Buffer, platform: Platform): ImageConfig {
  const {
    Os: os,
    Architecture: architecture,
    Variant: variant,
    Config: config,
  } = parseObject(stdout.toString('utf8'))
  return parseConfig({ os, architecture, variant, config }, platform)
}

/** Creates the container once and copies each file out of it; `-L` follows links inside the image. */
async function readFiles(
  docker: Docker,
  must: (args: readonly string[], what: string, more?: Partial<Command>) => Promise<Result>,
  remove: (containers: readonly string[]) => Promise<void>,
  run: ContainerRun,
  paths: readonly string[],
  bytes: number,
): Promise<ReadonlyMap<string, Buffer>> {
  await must(['create', '--quiet', ...runArguments(run)], run.image, { env: run.env, timeoutMs: PULL })
  try {
    const read = async (path: string): Promise<readonly [string, Buffer] | undefined> => {
      const copied = await docker(['cp', '--follow-link', `${run.name}:${path}`, '-'], {
        stdoutLimit: 512 + 1024 + bytes,
      })
      const head = copied.code === 0 ? tarContent(copied.stdout) : undefined
      return head === undefined ? undefined : [path, head.subarray(0, bytes)]
    }
    const found = await Promise.all(paths.map(read))
    return new Map(found.filter((entry) => entry !== undefined))
  } finally {
    await remove([run.name])
  }
}

/** The content of the first regular file of a tar stream (POSIX ustar: 512 bytes of header, type flag at 156). */
function tarContent(tar: Buffer): Buffer | undefined {
  for (let at = 0; at + 512 <= tar.length; ) {
    const type = tar[at + 156]
    const size = Number.parseInt(
      tar
        .subarray(at + 124, at + 136)
        .toString('latin1')
        .replace(/\0.*$/, '')
        .trim(),
      8,
    )
    if (type === 0 || type === 0x30) return tar.subarray(at + 512, at + 512 + size)
    if (type !== 0x78 && type !== 0x67) return undefined
    at += 512 + Math.ceil(size / 512) * 512
  }
  return undefined
}
