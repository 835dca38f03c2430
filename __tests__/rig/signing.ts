import { type ExecFileException, execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { type Registry, startRegistry } from '../../scripts/sandbox/registry.js'
import { type Sigstore, type Switches, startSigstore } from '../../scripts/sandbox/sigstore.js'
import { Signatures } from './signatures.ts'
import { type Pointer, Store } from './store.ts'

export const IDENTITY = 'https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main'
export const COMMIT = '0123456789abcdef0123456789abcdef01234567'
/** What cosign calls a signature, and not an attestation of something else. */
export const SIGNATURE_TYPE = 'https://sigstore.dev/cosign/sign/v1'
/** What `cosign verify` needs to be told about who signed. */
export const BY_RELEASE: readonly string[] = [
  ...['--certificate-identity', IDENTITY],
  ...['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com'],
]

/** How `cosign verify` ends where it finds no signature, or does not find out whether there is one. */
export const UNSIGNED = { code: 10, stderr: expect.stringContaining('no signatures found') }

/** How cosign ends where it refuses something, with words that it says. */
export const refused = (words: string) => ({ code: 1, stdout: '', stderr: expect.stringContaining(words) })

const REPOSITORY = 'acme/app'
const HONEST: Switches = {
  ...{ faults: [], claims: {}, audience: undefined, clock: {}, strangers: [], unlogged: false },
  proof: 'right',
}

/** How a run of cosign ended. */
export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Rekor's version. */
type Version = 'v1' | 'v2'
type Env = Readonly<Record<string, string>>

/** Real cosign between a registry and a Sigstore of this machine. */
export class Signing {
  readonly root: string
  readonly registry: Registry
  readonly sigstore: Sigstore
  readonly signatures: Signatures
  readonly #images: Store
  #count = 0
  #shared: Promise<Pointer> | undefined

  constructor(root: string, registry: Registry, sigstore: Sigstore) {
    this.root = root
    this.registry = registry
    this.sigstore = sigstore
    this.signatures = new Signatures(registry, REPOSITORY)
    this.#images = new Store(registry, REPOSITORY)
  }

  /** Makes everything honest again, and forgets what was asked for. */
  reset(): void {
    this.sigstore.set(HONEST)
    this.sigstore.clearRequests()
    this.registry.set({ referrers: '404', faults: [] })
  }

  async stop(): Promise<void> {
    await this.sigstore.stop()
    await this.registry.stop()
    rmSync(this.root, { recursive: true, force: true })
  }

  /** cosign's environment: nothing of this machine's but PATH. */
  env(more: Env): NodeJS.ProcessEnv {
    const docker = join(this.root, 'docker')
    return { PATH: process.env.PATH, HOME: this.root, DOCKER_CONFIG: docker, ...more }
  }

  cosign(args: readonly string[], more: Env = {}): Promise<Result> {
    return new Promise((resolve) => {
      execFile('cosign', args, { env: this.env(more) }, (error: ExecFileException | null, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
      })
    })
  }

  /** A new image, which nobody has signed yet. */
  newImage(): Promise<Pointer> {
    this.#count += 1
    return this.#images.artifact(`image ${this.#count}`)
  }

  /** By digest. */
  nameOf({ digest }: Pointer): string {
    return `${this.registry.host}/${REPOSITORY}@${digest}`
  }

  /** What makes cosign use a Sigstore of this machine, and ask for no browser. */
  trust(version: Version, { files }: Sigstore = this.sigstore): readonly string[] {
    const services = ['--signing-config', files.signingConfig[version], '--trusted-root', files.trustedRoot]
    return ['--yes', '--fulcio-auth-flow', 'token', ...services]
  }

  /** Signs as a job with `id-token: write` does. */
  sign(image: Pointer, version: Version = 'v2', env: Env = this.sigstore.env): Promise<Result> {
    return this.cosign(['sign', ...this.trust(version), this.nameOf(image)], env)
  }

  verify(image: Pointer, flags = BY_RELEASE, root = this.sigstore.files.trustedRoot): Promise<Result> {
    return this.cosign(['verify', '--trusted-root', root, ...flags, this.nameOf(image)])
  }

  /** The services that were asked, with their answers' status. */
  asked(): readonly string[] {
    return this.sigstore.requests().map(({ service, status }) => `${service} ${status}`)
  }

  /** An image that was signed without trouble. */
  async signedImage(version: Version = 'v2'): Promise<Pointer> {
    const image = await this.newImage()
    expect(await this.sign(image, version)).toMatchObject({ code: 0, stdout: '' })
    return image
  }

  /** One that tests share which change nothing. */
  signedOnce(): Promise<Pointer> {
    this.#shared ??= this.signedImage()
    return this.#shared
  }
}

/** Starts both; everything that they write lies in one folder. */
export async function startSigning(): Promise<Signing> {
  const root = mkdtempSync(join(tmpdir(), 'rig-sigstore-'))
  for (const folder of ['storage', 'trust', 'docker']) mkdirSync(join(root, folder))
  const users = { writer: { password: 'write-pw', access: 'write' } } as const
  const registry = await startRegistry({ storage: join(root, 'storage'), users })
  const sigstore = await startSigstore({ folder: join(root, 'trust') })
  const auth = Buffer.from('writer:write-pw').toString('base64')
  writeFileSync(join(root, 'docker/config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }))
  return new Signing(root, registry, sigstore)
}

/** The types of what `cosign verify` has verified. */
export const typesIn = ({ stdout }: Result): string[] =>
  JSON.parse(stdout).map(({ critical }: { critical: { type: string } }) => critical.type)
