import type { Registry } from '../../scripts/sandbox/registry.js'

const INDEX = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** A manifest or index as far as tests look at it. */
export interface Manifest {
  readonly mediaType: string
  readonly manifests?: readonly {
    readonly digest: string
    readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
    readonly annotations?: Readonly<Record<string, string>>
  }[]
  readonly config?: { readonly digest: string }
  readonly layers?: readonly {
    readonly digest: string
    readonly annotations?: Readonly<Record<string, string>>
  }[]
  readonly annotations?: Readonly<Record<string, string>>
}

/** Reads what is in a registry, independently of the code under test and of the troubles that a test asked for. */
export class RegistryReader {
  readonly #registry: Registry
  constructor(registry: Registry) {
    this.#registry = registry
  }

  /** Every tag of a repository with its digest, oldest first; empty where the repository does not exist. */
  tags(repository: string): Promise<Readonly<Record<string, string>>> {
    return this.#registry.tags(repository)
  }

  /** A manifest or index by tag or digest. */
  async manifest(repository: string, reference: string): Promise<{ digest: string; manifest: Manifest }> {
    const answer = await this.#get(repository, `manifests/${reference}`)
    if (!answer.ok) throw new Error(`${repository}: ${reference}: ${answer.status} ${await answer.text()}`)
    const digest = answer.headers.get('docker-content-digest') ?? ''
    return { digest, manifest: (await answer.json()) as Manifest }
  }

  /** A blob that is JSON: an image configuration, an attestation. */
  async blob(repository: string, digest: string): Promise<unknown> {
    return (await this.#get(repository, `blobs/${digest}`)).json()
  }

  /** The platforms of an index, without attestations, as `linux/amd64`. */
  async platforms(repository: string, reference: string): Promise<readonly string[]> {
    const { manifest } = await this.manifest(repository, reference)
    const platforms = (manifest.manifests ?? []).flatMap(({ platform }) => (platform ? [platform] : []))
    return platforms
      .map(({ os, architecture }) => `${os}/${architecture}`)
      .filter((text) => text !== 'unknown/unknown')
  }

  #get(repository: string, path: string): Promise<Response> {
    const accept = path.startsWith('manifests/') ? INDEX : '*/*'
    return fetch(`${this.#registry.storeUrl}/v2/${repository}/${path}`, { headers: { accept } })
  }
}
