import { createHash } from 'node:crypto'
import type { Registry } from '../../scripts/sandbox/registry.js'
import { integer, octets, oid, sequence } from '../../scripts/sandbox/sigstore-der.js'
import { RegistryReader } from './registry-reader.ts'
import { type Pointer, Store } from './store.ts'

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const SHA256 = '2.16.840.1.101.3.4.2.1'

/** A signature or attestation of cosign, as far as tests look at it or change it. */
export interface Bundle {
  readonly verificationMaterial: {
    readonly certificate?: { readonly rawBytes: string }
    readonly timestampVerificationData?: {
      readonly rfc3161Timestamps: readonly { readonly signedTimestamp: string }[]
    }
  }
  readonly dsseEnvelope: {
    readonly payload: string
    readonly signatures: readonly { readonly sig: string }[]
  }
}

/** Reads and forges what cosign wrote beside images, as somebody can who may write to the registry. */
export class Signatures {
  readonly #reader: RegistryReader
  readonly #store: Store
  readonly #repository: string
  constructor(registry: Registry, repository: string) {
    this.#reader = new RegistryReader(registry)
    this.#store = new Store(registry, repository)
    this.#repository = repository
  }

  /** What the fallback tag of a manifest lists, oldest first. */
  async of({ digest }: Pointer): Promise<readonly Bundle[]> {
    const { manifest } = await this.#reader.manifest(this.#repository, digest.replace(':', '-'))
    const listed = (manifest.manifests ?? []).map(async (one) => {
      const { manifest: referrer } = await this.#reader.manifest(this.#repository, one.digest)
      return this.#reader.blob(this.#repository, referrer.layers?.[0]?.digest ?? '') as Promise<Bundle>
    })
    return Promise.all(listed)
  }

  /** Makes these, and no others, what the fallback tag lists; a text need not be a bundle. */
  async replace(subject: Pointer, ...bundles: readonly (Bundle | string)[]): Promise<void> {
    const referrers: Pointer[] = []
    for (const bundle of bundles) {
      const text = typeof bundle === 'string' ? bundle : JSON.stringify(bundle)
      referrers.push(await this.#store.artifact(text, { subject, type: BUNDLE_TYPE }))
    }
    await this.#store.referrers(subject, ...referrers)
  }
}

/** A bundle whose timestamp is of now: it asks a timestamp service for another one of the same signature. */
export async function stampAgain(bundle: Bundle, service: string): Promise<Bundle> {
  const signature = Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? '', 'base64')
  const imprint = octets(createHash('sha256').update(signature).digest())
  const question = sequence(integer(1), sequence(sequence(oid(SHA256)), imprint))
  const answer = await fetch(`${service}/api/v1/timestamp`, { method: 'POST', body: question })
  const signedTimestamp = Buffer.from(await answer.arrayBuffer()).toString('base64')
  const timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp }] }
  return { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, timestampVerificationData } }
}
