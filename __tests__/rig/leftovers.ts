import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What is there at one moment; every entry names one thing. */
export type Snapshot = Readonly<Record<Kind, readonly string[]>>
const KINDS = [
  'containers',
  'images',
  'volumes',
  'networks',
  'builders',
  'processes',
  'files',
  'configuration',
] as const
export type Kind = (typeof KINDS)[number]

/** Where to look. */
export interface Place {
  /** Environment of the docker CLI, with the HOME of the run. */
  readonly env: NodeJS.ProcessEnv
  /** On an engine that others use as well, only what carries one of these marks counts. */
  readonly marks: readonly string[]
  readonly exclusive: boolean
  /** Folders in which nothing may stay: RUNNER_TEMP. */
  readonly folders: readonly string[]
  /** The user's own docker configuration, which nothing may change. */
  readonly dockerConfig: string
}

/** Looks at everything that a run could leave behind. */
export async function takeSnapshot(place: Place): Promise<Snapshot> {
  const docker = async (...args: readonly string[]) =>
    (await list(args, place.env)).split('\n').filter(Boolean)
  const marked = (line: string) => place.exclusive || place.marks.some((mark) => line.includes(mark))
  const [containers, images, volumes, networks, builders] = await Promise.all([
    docker('ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Image}} {{.Names}} {{.Labels}}'),
    docker('image', 'ls', '--all', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'),
    docker('volume', 'ls', '--format', '{{.Name}}'),
    docker('network', 'ls', '--format', '{{.Name}}'),
    docker('buildx', 'ls', '--format', '{{.Builder.Name}} {{.Builder.Driver}}'),
  ])
  return {
    containers: containers.filter(marked),
    images: images.filter(marked),
    volumes: volumes.filter(marked),
    networks: networks.filter(marked),
    builders: [...new Set(builders)],
    processes: processesThatMention(place.marks),
    files: place.folders.flatMap(filesBelow),
    configuration: configurationOf(place.dockerConfig),
  }
}

/** Where something is removed while the containerd store lists, the list fails: `NotFound: content digest …`. */
const LIST_TRIES = 5

async function list(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await run('docker', args, { env })).stdout
    } catch (error) {
      if (attempt === LIST_TRIES || !/NotFound|not found/.test(String(error))) throw error
      await sleep(100)
    }
  }
}

/** What is new or changed, by kind; empty when nothing was left. */
export function leftBetween(before: Snapshot, after: Snapshot): Partial<Record<Kind, readonly string[]>> {
  const left = KINDS.map(
    (kind) => [kind, after[kind].filter((entry) => !before[kind].includes(entry))] as const,
  )
  return Object.fromEntries(left.filter(([, entries]) => entries.length > 0))
}

/**
 * Processes that have one of the marks in their arguments, environment or working folder. Children of a run have at least
 * the folder of their docker configuration there.
 */
function processesThatMention(marks: readonly string[]): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  return pids.flatMap((pid) => {
    const args = procFile(pid, 'cmdline')
    const text = `${args} ${procFile(pid, 'environ')} ${workingFolder(pid)}`
    // The engine's own helpers of a container (its shim, a port's proxy) are counted with the containers.
    if (!marks.some((mark) => text.includes(mark)) || /containerd-shim|docker-proxy/.test(args)) return []
    return [`${pid} ${args.replaceAll('\0', ' ').trim()}`]
  })
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** Path and content of each file, so that a change counts as well; buildx's own records are in the list of builders. */
function configurationOf(folder: string): readonly string[] {
  return filesBelow(folder)
    .filter((path) => !path.startsWith(join(folder, 'buildx')))
    .map((path) => `${path} ${readIfFile(path)}`)
}

function readIfFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
