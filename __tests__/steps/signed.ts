import type { Claims } from '../../src/domain/claims.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { fallbackTag } from '../../src/domain/referrers.ts'
import type { CosignResult } from '../../src/host/cosign/cosign.ts'
import type { Host } from '../../src/host/host.ts'
import { type Seal, sign } from '../../src/steps/sign/sign.ts'
import { client, json, name, serve } from '../host/registry-client.ts'
import { createWholeRegistry, type Descriptor, INDEX, MANIFEST } from '../host/whole-registry.ts'
import { context } from '../plan/given.ts'

export const REPOSITORY = 'o/app'
export const COMMIT = 'c'.repeat(40)
const PLATFORM = { os: 'linux', architecture: 'amd64' }
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1'
export const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64')
const CLAIMS: Claims = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sigstore',
  exp: 2_000_000_000,
  repository: 'acme/app',
  visibility: 'public',
  jobWorkflowRef: 'acme/app/.github/workflows/publish.yml@refs/tags/v1.2.3',
  sha: COMMIT,
}
export const SEAL: Seal = {
  signer: { kind: 'keyless', identity: { exact: 'https://x.example/us' }, issuer: 'https://i.example' },
  ...{ unlogged: false, trustedRoot: undefined, key: undefined, claims: CLAIMS, files: {} },
}
export const REMEDY = 'Run the job again.'

/** What cosign does when it is told to sign: a signer's name is one of a signature that it pushes. */
export type Deed =
  | 'us'
  | 'us, unlisted'
  | 'us, and forgets the others'
  | 'us, and fails'
  | 'stranger'
  | CosignResult

export const failed = (stderr: string, code = 1): CosignResult => ({
  code,
  stdout: '',
  stderr: `Error: ${stderr}`,
})
export const DONE: CosignResult = { code: 0, stdout: '', stderr: '' }

/**
 * A registry over HTTP without the referrers API, and a cosign that follows a script: what races and outages make of real ones cannot be
 * had when it is wanted.
 * @param claimed what is changed of the claims of each token, the first one 1
 */
export async function scene(
  deeds: readonly Deed[] = [],
  claimed: (token: number) => Partial<Claims> = () => ({}),
) {
  const registry = createWholeRegistry()
  /** What a path that ends so is answered with. */
  const faults = new Map<string, number>()
  const server = await serve(
    (request, response) => {
      const status = faults.get(request.url?.split('/').at(-1) ?? '')
      if (status === undefined) return registry.answer(request, response)
      request.resume()
      return json(response, status, {})
    },
    { unread: true },
  )
  const image = name(server)
  const config = registry.blob(REPOSITORY, JSON.stringify(PLATFORM))
  /** Puts another image of the commit under a tag. */
  const point = (at: string, title = 'ours'): Digest => {
    const child = registry.manifest(REPOSITORY, MANIFEST, { config, layers: [] })
    const annotations = {
      'org.opencontainers.image.revision': COMMIT,
      'org.opencontainers.image.version': '1.2.3',
      title,
    }
    const manifests = [{ ...child, platform: PLATFORM }]
    return registry.manifest(REPOSITORY, INDEX, { manifests, annotations }, at).digest as Digest
  }
  const digest = point('candidate')
  const script = [...deeds]
  const said: string[] = []
  let [now, tokens] = [0, 0]
  const listed = (of = digest) => {
    const { tags, manifests } = registry.repository(REPOSITORY)
    const list = manifests.get(tags.get(fallbackTag(of)) ?? '')
    return (list === undefined ? [] : JSON.parse(list.body.toString()).manifests) as readonly Descriptor[]
  }
  const listFor = (of: Digest, ...manifests: readonly Descriptor[]) =>
    void registry.manifest(REPOSITORY, INDEX, { manifests }, fallbackTag(of))
  const list = (...manifests: readonly Descriptor[]) => listFor(digest, ...manifests)
  let serial = 0
  /** Pushes what somebody states of the image. */
  const attach = (by: string, predicateType = SIGNATURE, of = digest): Descriptor => {
    serial += 1
    const statement = { predicateType, subject: [{ digest: { sha256: of.slice(7) } }], by, serial }
    const dsseEnvelope = { payloadType: 'application/vnd.in-toto+json', payload: base64(statement) }
    const bundle = { mediaType: BUNDLE, verificationMaterial: { certificate: {} }, dsseEnvelope }
    const layer = registry.blob(REPOSITORY, JSON.stringify(bundle), BUNDLE)
    return registry.manifest(REPOSITORY, MANIFEST, { config, layers: [layer], subject: { digest: of } })
  }
  const signed = (deed: Deed): CosignResult => {
    if (typeof deed !== 'string') return deed
    const own = attach(deed.startsWith('us') ? 'us' : deed)
    if (deed === 'us, and forgets the others') list(own)
    else if (deed !== 'us, unlisted') list(...listed(), own)
    return deed === 'us, and fails' ? failed('timeout') : DONE
  }
  const verified = (reference: string): CosignResult => {
    const of = reference.slice(reference.indexOf('@') + 1) as Digest
    const { manifests, blobs } = registry.repository(REPOSITORY)
    const types = listed(of).flatMap((one) => {
      const layers = JSON.parse(manifests.get(one.digest)?.body.toString() ?? '{}').layers ?? []
      const bundle = JSON.parse(blobs.get(layers[0]?.digest)?.toString() ?? '{}')
      const { by, predicateType } = JSON.parse(
        Buffer.from(bundle.dsseEnvelope?.payload ?? 'e30=', 'base64').toString(),
      )
      return by === 'us' ? [predicateType] : []
    })
    if (types.length === 0) return failed('no matching attestations: expected SAN value')
    const critical = types.map((type) => ({
      critical: { type, image: { 'docker-manifest-digest': of } },
    }))
    return { ...DONE, stdout: JSON.stringify(critical) }
  }
  const say = (kind: string) => (line: string) => void said.push(`${kind}: ${line}`)
  const host = {
    registry: client(),
    cosign: {
      sign: async () => signed(script.shift() ?? failed('the script is over')),
      verify: async ({ reference }: { reference: string }) => verified(reference),
    },
    clock: {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds
      },
    },
    runner: {
      context: context(),
      async idToken() {
        tokens += 1
        const { visibility, jobWorkflowRef, ...rest } = { ...CLAIMS, ...claimed(tokens) }
        const claims = { ...rest, repository_visibility: visibility, job_workflow_ref: jobWorkflowRef }
        return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`
      },
    },
    processes: { stopped: undefined },
    log: { info: say('info'), notice: say('notice'), warning: say('warning') },
  } as unknown as Host
  const run = () => sign(host, image, digest, SEAL, REMEDY)
  return {
    ...{ host, image, registry, faults, digest, said, list, listFor, listed, attach, point, run },
    left: () => script.length,
    tokens: () => tokens,
  }
}
