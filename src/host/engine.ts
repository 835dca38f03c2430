import type { EngineFacts, ImageConfig } from '../domain/engine.ts'
import { CommandError } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import { type ContainerRun, type Docker, lacksImage, PULL, runArguments, throughDocker } from './container.ts'
import { connectToEngine } from './engine-api.ts'
import { type Here, readEngineInfo, readImageConfig, thisMachine } from './engine-info.ts'
import { type ImageToOpen, NOT_STARTED, type OpenImage, openImage } from './image.ts'
import type { Processes, Result } from './process.ts'

export type { ContainerRun } from './container.ts'
export type { OpenImage } from './image.ts'

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
  /** Pulls an image for the engine's own platform. @throws CommandError whose evidence is what the engine said */
  pull(reference: string): Promise<void>
  /** What the engine holds of a repository: `repository:tag` and `repository@digest`. @throws CommandError where it does not tell */
  imagesOf(repository: string): Promise<readonly string[]>
  /** @throws CommandError where the engine does not hold the image */
  imageConfig(reference: string, platform: Platform): Promise<ImageConfig>
  /**
   * Runs a container in the foreground and removes it. An image that the engine does not hold is pulled first, outside of the run's time.
   * @throws CommandError with the engine's words where it cannot be pulled
   */
  run(run: ContainerRun): Promise<ContainerResult>
  /** Starts a container and leaves it running. @throws CommandError with the engine's words */
  start(run: ContainerRun): Promise<void>
  /** The loopback port behind a published port; undefined while there is none. */
  port(container: string, port: number): Promise<number | undefined>
  /** @throws CommandError with the engine's words, also where there is no such container */
  state(container: string): Promise<{ readonly running: boolean; readonly code: number }>
  logs(container: string, tail: number): Promise<readonly string[]>
  /** SIGTERM, and SIGKILL after the grace; whether it ended by itself. */
  stop(container: string, graceSeconds: number): Promise<{ readonly onSigterm: boolean }>
  /** Opens an image, pulling it where it is absent, to read files in it. @throws CommandError with the engine's words */
  open(image: ImageToOpen): Promise<OpenImage>
  /** Runs an image with all rights of the host, as the emulators' installer needs. */
  runPrivileged(image: string, args: readonly string[], name: string, label: string): Promise<ContainerResult>
  /** Containers, running or not, that carry a label. */
  containersOf(label: string): Promise<readonly string[]>
  removeContainers(containers: readonly string[]): Promise<void>
  removeImages(references: readonly string[]): Promise<void>
}

const QUESTION = 30_000
const TAIL = 50

/** Talks to the engine that the docker CLI of this job talks to. */
export function createEngine(processes: Processes, here: Here = thisMachine()): Engine {
  const docker: Docker = (args, more = {}) =>
    processes.run({ tool: 'docker', file: 'docker', args, timeoutMs: QUESTION, ...more })
  const must = async (args: readonly string[], what: string, more: Parameters<Docker>[1] = {}) => {
    const result = await docker(args, more)
    if (result.code === 0) return result
    throw failure(what, result)
  }
  const clean = async (args: readonly string[], what: string) => {
    const result = await docker(args, { cleanup: true })
    // What is gone already is what we want.
    if (result.code !== 0 && !/No such (?:container|image)/i.test(result.stderr)) throw failure(what, result)
    return result
  }
  const remove = async (containers: readonly string[]) => {
    if (containers.length > 0)
      await clean(['rm', '--force', '--volumes', ...containers], 'removing containers')
  }
  const foreground = async (
    args: readonly string[],
    run: Pick<ContainerRun, 'name' | 'timeoutMs' | 'env'>,
  ): Promise<ContainerResult> => {
    const first: string[] = []
    const last: string[] = []
    const keep = (line: string) => {
      if (first.length < TAIL) first.push(line)
      last.push(line)
      if (last.length > TAIL) last.shift()
    }
    let timedOut = false
    // The container is ended, not the client: that would leave the container running.
    const timer = setTimeout(() => {
      timedOut = true
      void remove([run.name]).catch(() => undefined) // Post tries again.
    }, run.timeoutMs)
    const more = { env: throughDocker(run), timeoutMs: run.timeoutMs + QUESTION, onLine: keep }
    const result = await docker(args, more).finally(() => clearTimeout(timer))
    if (result.timedOut || result.code === undefined) await remove([run.name])
    return { code: result.code, timedOut: timedOut || result.timedOut, first, last }
  }
  return {
    async describe() {
      try {
        return readEngineInfo(await docker(['info', '--format', '{{json .}}']), here)
      } catch (error) {
        return { unreachable: error instanceof Error ? error.message : String(error) }
      }
    },
    hasImage: async (reference) =>
      (await docker(['image', 'inspect', '--format', '{{.Id}}', reference])).code === 0,
    async pull(reference) {
      await must(['pull', '--quiet', reference], `pulling ${reference}`, { timeoutMs: PULL })
    },
    async imagesOf(repository) {
      // Not its own name of the repository: docker leaves docker.io/ out.
      const format = `${repository}:{{.Tag}} ${repository}@{{.Digest}}`
      const list = ['image', 'ls', '--digests', '--no-trunc', '--format', format, repository]
      const result = await must(list, `images of ${repository}`)
      return [...new Set(result.stdout.toString('utf8').split(/\s+/))].filter(
        (one) => !/<none>$|^$/.test(one),
      )
    },
    async imageConfig(reference, platform) {
      const inspect = ['image', 'inspect', '--format', '{{json .}}']
      const own = await docker([...inspect, '--platform', formatPlatform(platform), reference])
      const found = own.code === 0 ? own : await must([...inspect, reference], reference)
      return readImageConfig(found.stdout, platform)
    },
    async run(run) {
      // Mostly the image is there, so nobody asks first.
      const args = ['run', '--rm', '--pull=never', ...runArguments(run)]
      const result = await foreground(args, run)
      if (!lacksImage(result)) return result
      const pull = ['pull', '--quiet', `--platform=${formatPlatform(run.platform)}`, run.image]
      await must(pull, `pulling ${run.image}`, { timeoutMs: PULL })
      return foreground(args, run)
    },
    async start(run) {
      await must(['run', '--detach', '--quiet', ...runArguments(run)], `container of ${run.image}`, {
        env: throughDocker(run),
        timeoutMs: PULL,
      })
    },
    async port(container, port) {
      const result = await docker(['port', container, `${port}/tcp`])
      const found = /^127\.0\.0\.1:(\d+)$/m.exec(result.stdout.toString('utf8'))?.[1]
      return found === undefined ? undefined : Number(found)
    },
    async state(container) {
      const format = '{{.State.Running}} {{.State.ExitCode}}'
      const result = await must(['inspect', '--format', format, container], `container ${container}`)
      const [running, code] = result.stdout.toString('utf8').trim().split(' ')
      return { running: running === 'true', code: Number(code) }
    },
    async logs(container, tail) {
      const lines: string[] = []
      await docker(['logs', '--tail', String(tail), container], { onLine: (line) => void lines.push(line) })
      return lines.slice(-tail)
    },
    async stop(container, graceSeconds) {
      const started = Date.now()
      const { code } = await docker(['stop', '--time', String(graceSeconds), container], {
        timeoutMs: (graceSeconds + 20) * 1000,
      })
      return { onSigterm: code === 0 && Date.now() - started < graceSeconds * 1000 }
    },
    open(image) {
      const never = { ...image, entrypoint: NOT_STARTED, args: [], env: {}, port: undefined }
      // The CLI has the credentials of the job.
      const pull = () => must(['create', '--quiet', ...runArguments(never)], image.image, { timeoutMs: PULL })
      return openImage(connectToEngine(processes), image, pull)
    },
    runPrivileged: (image, args, name, label) =>
      foreground(['run', '--rm', '--privileged', `--name=${name}`, `--label=${label}`, image, ...args], {
        name,
        timeoutMs: PULL,
        env: {},
      }),
    async containersOf(label) {
      const args = ['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`]
      const result = await clean(args, 'listing containers')
      return result.stdout
        .toString('utf8')
        .split('\n')
        .filter((id) => /^[0-9a-f]{64}$/.test(id))
    },
    removeContainers: remove,
    async removeImages(references) {
      if (references.length > 0) await clean(['image', 'rm', '--force', ...references], 'removing images')
    },
  }
}

function failure(what: string, result: Result): CommandError {
  const words = result.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500)
  const found = result.timedOut
    ? `The engine did not answer in time (${what}).`
    : `The engine says of ${what}: ${words}`
  return new CommandError({ found }, { evidence: result.stderr.split('\n').slice(-20) })
}
