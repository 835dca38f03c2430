import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cacheFolder } from '../../scripts/rig/cache.js'
import { prepareTools, type Tools } from '../../scripts/rig/tools.js'
import { startEngine } from '../../scripts/sandbox/engine.js'
import { startDaemon } from '../../scripts/sandbox/start-daemon.js'

const run = promisify(execFile)

export type Store = 'containerd' | 'classic'

/** An engine that tests may use. */
export interface RigEngine {
  /** `DOCKER_HOST` of the engine; absent where it is the machine's own one. */
  readonly host: string | undefined
  /** Whether nobody else uses it, so that everything new in it was made by a test. */
  readonly exclusive: boolean
}

/** What all e2e tests share. Plain data: it goes from jest's setup to the tests through the environment. */
export interface Rig {
  readonly tools: Tools
  readonly engines: Readonly<Record<Store, RigEngine>>
}

const VARIABLE = 'GHCR_PUBLISH_RIG'

/**
 * Gets the tools and one engine for each image store: the machine's own engine for the store that it has, and one that is started
 * beside it for the other. The rig's images are loaded into both; in the machine's own engine they stay, for the next run.
 * @throws MissingTools where something cannot be had, before any engine is started
 */
export async function startRig(say: (line: string) => void): Promise<{ stop: () => Promise<void> }> {
  const tools = await prepareTools({ say })
  const first = await startEngine({ log: say, cache: cacheFolder() })
  const stops = [first.stop]
  const stop = async () => {
    for (const end of stops.reverse()) await end()
  }
  try {
    const own: RigEngine = {
      host: first.env.DOCKER_HOST ?? process.env.DOCKER_HOST,
      exclusive: first.started,
    }
    const store = await storeOf(own)
    say(`The engine has the ${store} image store; starting another with the ${other(store)} one.`)
    const second = await startSecond(other(store))
    stops.push(second.stop)
    const engines = { [store]: own, [other(store)]: second.engine } as Record<Store, RigEngine>
    await Promise.all(Object.values(engines).map((engine) => loadImages(engine, tools)))
    const rig: Rig = { tools, engines }
    process.env[VARIABLE] = JSON.stringify(rig)
    // Tests that talk to the machine's engine, or call a tool by its name, find them as a person would.
    process.env.PATH = tools.path
    if (own.host !== undefined) process.env.DOCKER_HOST = own.host
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The rig that jest's setup started. */
export function theRig(): Rig {
  const text = process.env[VARIABLE]
  if (text === undefined) throw new Error('The rig was not started: this test belongs to the e2e project.')
  return JSON.parse(text) as Rig
}

const other = (store: Store): Store => (store === 'classic' ? 'containerd' : 'classic')

/** The environment in which the docker CLI talks to an engine. */
export function engineEnv({ host }: RigEngine): NodeJS.ProcessEnv {
  return { ...process.env, ...(host === undefined ? {} : { DOCKER_HOST: host }) }
}

async function storeOf(engine: RigEngine): Promise<Store> {
  const format = ['--format', '{{json .DriverStatus}}']
  const { stdout } = await run('docker', ['info', ...format], { env: engineEnv(engine) })
  return stdout.includes('io.containerd.snapshotter.v1') ? 'containerd' : 'classic'
}

async function startSecond(store: Store): Promise<{ engine: RigEngine; stop: () => Promise<void> }> {
  const { host, stop } = await startDaemon({ containerdStore: store === 'containerd' })
  return { engine: { host, exclusive: true }, stop }
}

/** The scanner is not among them: BuildKit pulls it from the leg's registry. */
async function loadImages(engine: RigEngine, tools: Tools): Promise<void> {
  const env = engineEnv(engine)
  for (const { file, reference } of [tools.buildkit, tools.emulators]) {
    const there = await run('docker', ['image', 'inspect', reference], { env }).catch(() => undefined)
    if (there === undefined) await run('docker', ['load', '-q', '-i', file], { env })
  }
}
