import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Tools } from '../../scripts/rig/tools.js'
import { type Registry, startRegistry, type User } from '../../scripts/sandbox/registry.js'
import { type RigEngine, type Store, theRig } from './engines.ts'
import { RegistryReader } from './registry-reader.ts'
import { makeWorkspace, type Workspace } from './workspace.ts'

/** A place where the action is in production: an image store of the engine, and the driver that builds there. */
export interface LegKind {
  readonly name: 'containerd-docker' | 'containerd-container' | 'classic-container'
  readonly store: Store
  readonly driver: 'docker' | 'docker-container'
}

export const LEGS: readonly LegKind[] = [
  { name: 'containerd-docker', store: 'containerd', driver: 'docker' },
  { name: 'containerd-container', store: 'containerd', driver: 'docker-container' },
  { name: 'classic-container', store: 'classic', driver: 'docker-container' },
]

export const WRITER = { name: 'octocat', password: 'the-password-of-octocat' } as const
export const READER = { name: 'reader', password: 'the-password-of-reader' } as const

const USERS: Readonly<Record<string, User>> = {
  [WRITER.name]: { password: WRITER.password, access: 'write' },
  [READER.name]: { password: READER.password, access: 'read' },
}

/** The repository on GitHub, and the package in the registry, of every test. */
export const REPOSITORY = 'octocat/hello-world'

/** One leg, started: an engine, a fresh registry, a home of its own. */
export interface Leg {
  readonly kind: LegKind
  readonly engine: RigEngine
  readonly registry: Registry
  readonly reader: RegistryReader
  readonly tools: Tools
  /** The folder of everything that belongs to this leg. */
  readonly root: string
  /** The environment of a job's steps: PATH, HOME, the engine, and what tells a hosted runner from a persistent one. */
  readonly env: Readonly<Record<string, string>>
  /** `127.0.0.1:PORT/octocat/hello-world`. */
  readonly image: string
  /** What a workflow writes under `with` to publish to this registry with what the machine has. */
  readonly inputs: Readonly<Record<string, string>>
  /** A new repository with the fixture image, and with other files where they are given. */
  readonly workspace: (files?: Readonly<Record<string, string | undefined>>) => Workspace
  readonly stop: () => Promise<void>
}

/**
 * Starts a leg. The rig must run: see the e2e project of jest.
 * @param twin a leg whose packages the new one has, too. Both are then used at the same time, so that of the engine only what carries a
 *   mark of the own leg counts
 */
export async function startLeg(kind: LegKind, twin?: Leg): Promise<Leg> {
  const { tools, engines } = theRig()
  const whole = engines[kind.store]
  const engine = twin === undefined ? whole : { ...whole, exclusive: false }
  const root = mkdtempSync(join(tmpdir(), `rig-${kind.name}-`))
  for (const folder of ['storage', 'home', 'home/.docker']) mkdirSync(join(root, folder))
  if (twin !== undefined) cpSync(join(twin.root, 'storage'), join(root, 'storage'), { recursive: true })
  writeFileSync(join(root, 'home/.docker/config.json'), '{}\n')
  const registry = await startRegistry({
    storage: join(root, 'storage'),
    users: USERS,
    env: { ...process.env, PATH: tools.path },
  })
  try {
    const scanner = `${registry.host}/rig/scanner:1`
    if (twin === undefined) await pushArchive(tools, root, registry, tools.scanner.file, scanner)
    return {
      ...{ kind, engine, registry, tools, root },
      reader: new RegistryReader(registry),
      env: environmentOf(kind, engine, tools, root),
      image: `${registry.host}/${REPOSITORY}`,
      inputs: inputsOf(kind, registry, tools, scanner),
      workspace: (files) => makeWorkspace(root, tools, files),
      stop: async () => {
        await registry.stop()
        rmSync(root, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await registry.stop()
    throw error
  }
}

/** `auto` takes the engine's own builder on GitHub's runners only; on the other legs the runner is a persistent one. */
function environmentOf(kind: LegKind, engine: RigEngine, tools: Tools, root: string): Record<string, string> {
  return {
    PATH: tools.path,
    HOME: join(root, 'home'),
    RUNNER_ENVIRONMENT: kind.driver === 'docker' ? 'github-hosted' : 'self-hosted',
    ...(engine.host === undefined ? {} : { DOCKER_HOST: engine.host }),
  }
}

function inputsOf(kind: LegKind, registry: Registry, tools: Tools, scanner: string): Record<string, string> {
  const common = {
    image: `${registry.host}/${REPOSITORY}`,
    username: WRITER.name,
    password: WRITER.password,
    sbom: `generator=${scanner}`,
    'binfmt-image': tools.emulators.reference,
  }
  if (kind.driver === 'docker') return common
  return { ...common, 'buildkit-image': tools.buildkit.reference, 'driver-opts': 'network=host' }
}

/** Pushes an image archive with credentials that nothing else sees. */
export async function pushArchive(
  tools: Tools,
  root: string,
  registry: Registry,
  file: string,
  reference: string,
): Promise<void> {
  const config = mkdtempSync(join(root, 'push-'))
  const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }))
  const env = { ...process.env, DOCKER_CONFIG: config, HOME: root }
  await promisify(execFile)(tools.programs.crane ?? 'crane', ['push', file, reference], { env })
  registry.clearRequests()
}
