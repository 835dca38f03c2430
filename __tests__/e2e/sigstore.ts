import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Claims, type Sigstore, startSigstore } from '../../scripts/sandbox/sigstore.js'
import { LEGS, type Leg, READER, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { Signatures } from '../rig/signatures.ts'
import type { Workspace } from '../rig/workspace.ts'
import { SMALL } from './trouble.ts'

export const IDENTITY = `https://github.com/${REPOSITORY}/.github/workflows/publish.yml@refs/heads/main`
export const ISSUER = 'https://token.actions.githubusercontent.com'
/** What signs with the local Sigstore, as small as can be. */
export type Release = Partial<Omit<Job, 'leg'>> & {
  readonly version?: string
  /** Said in the job's token instead of what is true of it. */
  readonly claims?: Partial<Claims>
  /** Whether the job has `id-token: write`. */
  readonly token?: boolean
}

/** A cosign that notes its arguments and the names of its variables, line by line. */
export const NOTING = `{ printf '%s\\n' "$@"; env -0 | cut -z -d= -f1 | tr '\\0' '\\n'; } >>"$NOTES"; exec "$COSIGN" "$@"`

/** How a command line ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Jobs that sign: a leg, and a Sigstore of this machine. */
export class SigningJobs {
  readonly leg: Leg
  readonly sigstore: Sigstore
  readonly signatures: Signatures
  readonly workspace: Workspace
  /** The inputs that name the files of the Sigstore. */
  readonly files: Readonly<Record<string, string>>
  #count = 0

  constructor(leg: Leg, sigstore: Sigstore) {
    this.leg = leg
    this.sigstore = sigstore
    this.signatures = new Signatures(leg.registry, REPOSITORY)
    this.workspace = leg.workspace()
    this.files = {
      'sigstore-signing-config': sigstore.files.signingConfig.v2,
      'sigstore-trusted-root': sigstore.files.trustedRoot,
    }
  }

  /** On the first leg: nothing of a signature depends on the builder. */
  static async start(): Promise<SigningJobs> {
    const [kind] = LEGS
    if (kind === undefined) throw new Error('There is no leg.')
    return SigningJobs.#on(await startLeg(kind))
  }

  /** With a Sigstore of its own, on a leg that somebody else stops. */
  static async with<Result>(leg: Leg, body: (jobs: SigningJobs) => Promise<Result>): Promise<Result> {
    const jobs = await SigningJobs.#on(leg)
    try {
      return await body(jobs)
    } finally {
      await jobs.sigstore.stop()
    }
  }

  static async #on(leg: Leg): Promise<SigningJobs> {
    const folder = join(leg.root, 'trust')
    mkdirSync(folder)
    return new SigningJobs(leg, await startSigstore({ folder }))
  }

  /** Everything honest and in order again. */
  reset(): void {
    this.sigstore.set({ faults: [], claims: {}, unlogged: false })
    this.sigstore.clearRequests()
    this.leg.registry.set({ faults: [], referrers: '404', delayMs: 0 })
  }

  /** Publishes a new version of a small image, in a job that may have tokens. */
  publish({ version, claims, token = true, inputs, env, ...job }: Release = {}): Promise<JobResult> {
    const workspace = job.workspace ?? this.workspace
    const name = version ?? this.next()
    this.sigstore.set({
      claims: {
        ...{ repository: REPOSITORY, sha: workspace.head(), job_workflow_ref: IDENTITY.slice(19) },
        ...claims,
      },
    })
    return publish({
      ...{ leg: this.leg, workspace, ref: `refs/tags/${name}`, ...job },
      inputs: { ...SMALL, smoke: 'off', ...this.files, ...inputs },
      env: { ...(token ? this.sigstore.env : {}), ...env },
    })
  }

  /** A version that nobody has published yet, on a new commit: a list of tags has to show its tag then, and nothing waits. */
  next(): string {
    this.#count += 1
    this.workspace.commit(`Version ${this.#count}`)
    return `v1.0.${this.#count}`
  }

  /** Runs a command line as somebody does who may only pull, or push too. */
  shell(
    command: string,
    env: Readonly<Record<string, string>> = {},
    access: 'read' | 'write' = 'read',
  ): Promise<Ended> {
    const user = access === 'read' ? READER : WRITER
    const home = mkdtempSync(join(this.leg.root, 'shell-'))
    const auth = Buffer.from(`${user.name}:${user.password}`).toString('base64')
    writeFileSync(
      join(home, 'config.json'),
      JSON.stringify({ auths: { [this.leg.registry.host]: { auth } } }),
    )
    const own = { PATH: this.leg.tools.path, HOME: home, DOCKER_CONFIG: home, ...env }
    return new Promise((resolve) => {
      execFile('sh', ['-c', command], { env: own }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      )
    })
  }

  /** How many bundles a manifest has. */
  async count(digest: string): Promise<number> {
    return (await this.signatures.of({ digest, mediaType: '', size: 0 }).catch(() => [])).length
  }

  /** A pair of keys, in a folder of its own. @returns the text of the private key */
  makeKey(password: string): { readonly pem: string; readonly folder: string } {
    const folder = mkdtempSync(join(this.leg.root, 'key-'))
    const env = { PATH: this.leg.tools.path, HOME: folder, COSIGN_PASSWORD: password }
    execFileSync('cosign', ['generate-key-pair'], { cwd: folder, env, stdio: 'ignore' })
    return { folder, pem: execFileSync('cat', [join(folder, 'cosign.key')], { encoding: 'utf8' }) }
  }

  /** The services that were asked, each once. */
  asked(): readonly string[] {
    return [...new Set(this.sigstore.requests().map(({ service }) => service))]
  }

  async stop(): Promise<void> {
    await this.sigstore.stop()
    await this.leg.stop()
  }
}
