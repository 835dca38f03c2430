import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import type { Descriptor, Manifest } from '../../domain/manifest.ts'
import { type ImageName, parseTag } from '../../domain/reference.ts'
import { fallbackTag } from '../../domain/referrers.ts'
import { parseBundle, SIGNATURE_TYPES } from '../../domain/signature.ts'
import type { Host } from '../../host/host.ts'
import { atOnce } from '../../host/registry/at-once.ts'
import type { Signers } from '../../plan/required.ts'

/** What is attached to one manifest. */
export interface Attached extends Signers {
  /** All that refers to it, as it is listed. */
  readonly listed: readonly Descriptor[]
}

/** Referrers that are opened: whoever may write to the registry can attach as many as he likes. */
const MOST_OPENED = 100
/** Mostly all there are: then it takes no longer than one of them. */
export const OPENED_AT_ONCE = 8
const BUNDLE_LIMIT = 1024 * 1024
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle/
/** The layer of a signature in cosign's older format, under a tag (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json'
const CERTIFICATE = 'dev.sigstore.cosign/certificate'

/** What something attached is: a signature by a certificate or a key, or none. `unclear`: it is listed, and nobody can read it. */
type Kind = 'certificate' | 'key' | 'other' | 'unclear'

/**
 * Reads what is attached to a manifest: by the referrers API or the fallback tag, and by cosign's older tag. What a list says of the type
 * is not believed: cosign 3 writes a wrong one there, so each is opened (sigstore/cosign issue 4641).
 * @throws RegistryError where the registry does not say; then nothing is known
 */
export async function readAttached(host: Host, image: ImageName, digest: Digest): Promise<Attached> {
  const [listed, older] = await Promise.all([
    host.registry.referrers(image, digest),
    readOlder(host, image, digest).catch((error: unknown) => [judgeFault(error)]),
  ])
  // The newest is written last.
  const opened = listed.slice(-MOST_OPENED)
  const read = (one: Descriptor) => kindOf(host, image, digest, one).catch(judgeFault)
  const kinds = [...(await atOnce(opened, read, OPENED_AT_ONCE)), ...older]
  const count = (wanted: Kind) => kinds.filter((kind) => kind === wanted).length
  const complete = listed.length <= MOST_OPENED && count('unclear') === 0
  const byKey = count('key')
  const signatures = count('certificate') + byKey
  const ofOlder = older.filter((kind) => kind === 'certificate' || kind === 'key').length
  return { listed, signatures, byKey, older: ofOlder, others: count('other'), complete }
}

/**
 * What cannot be read may be a signature: it is absent, or other bytes than were promised. Only what was read whole, and has a type that
 * no image has, is none.
 */
function judgeFault(error: unknown): Kind {
  if (!(error instanceof RegistryError)) throw error
  if (error.foreignType !== undefined) return 'other'
  if (error.kind === 'invalid-answer' || error.kind === 'not-found') return 'unclear'
  throw error
}

async function kindOf(host: Host, image: ImageName, subject: Digest, { digest }: Descriptor): Promise<Kind> {
  const stored = await host.registry.manifest(image, digest)
  if (stored === undefined) return 'unclear'
  if (stored.content.kind !== 'manifest') return 'other'
  return signedBy(host, image, subject, stored.content)
}

async function signedBy(host: Host, image: ImageName, subject: Digest, { layers }: Manifest): Promise<Kind> {
  const [layer] = layers
  if (layer === undefined || !BUNDLE.test(layer.mediaType) || layer.size > BUNDLE_LIMIT) return 'other'
  const bundle = parseBundle((await host.registry.blob(image, layer)).toString('utf8'))
  const isSignature =
    bundle !== undefined &&
    SIGNATURE_TYPES.includes(bundle.predicateType) &&
    bundle.subjects.includes(subject)
  return isSignature ? bundle.by : 'other'
}

async function readOlder(host: Host, image: ImageName, digest: Digest): Promise<readonly Kind[]> {
  const tag = parseTag(`${fallbackTag(digest)}.sig`)
  const content = tag && (await host.registry.manifest(image, tag))?.content
  if (content?.kind !== 'manifest') return []
  const signatures = content.layers.filter(({ mediaType }) => mediaType === SIMPLE_SIGNING)
  return signatures.map(({ annotations }) => (CERTIFICATE in annotations ? 'certificate' : 'key'))
}
