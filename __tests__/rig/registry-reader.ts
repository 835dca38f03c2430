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

/** Reads what is in a registry, independently of the code under test. */
export class RegistryReader {
  readonly #registry: Registry
  readonly #user: string
  readonly #password: string
  constructor(registry: Registry, user: string, password: string) {
    this.#registry = registry
    this.#user = user
    this.#password = password
  }

  /** Every tag of a repository with its digest, oldest first; empty where the repository does not exist. */
  async tags(repository: string): Promise<Readonly<Record<string, string>>> {
    const list = await this.#get(repository, 'tags/list?n=10000')
    if (list.status === 404) return {}
    const { tags } = (await list.json()) as { tags: string[] | null }
    const entries = (tags ?? []).map(
      async (tag) => [tag, (await this.manifest(repository, tag)).digest] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
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

  async #get(repository: string, path: string): Promise<Response> {
    const basic = Buffer.from(`${this.#user}:${this.#password}`).toString('base64')
    const scope = `repository:${repository}:pull`
    const answer = await fetch(`${this.#registry.url}/token?scope=${scope}`, {
      headers: { authorization: `Basic ${basic}` },
    })
    const { token } = (await answer.json()) as { token: string }
    const headers = {
      authorization: `Bearer ${token}`,
      accept: path.startsWith('manifests/') ? INDEX : '*/*',
    }
    return fetch(`${this.#registry.url}/v2/${repository}/${path}`, { headers })
  }
}
