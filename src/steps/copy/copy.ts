import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { atOnce } from '../../host/registry/at-once.ts'
import type { BlobCopy, StoredManifest } from '../../host/registry/registry.ts'
import { type CopyStep, planCopy, type Tree } from '../../plan/copy.ts'
import type { Copied } from '../../plan/promote-outcome.ts'
import { attach } from './attach.ts'

/** How long a registry may take to show what it took: GHCR lags for some seconds. */
const VISIBLE_WITHIN = 20_000

/**
 * Brings an image with everything that belongs to it to another repository, by digest: blobs before manifests, children before
 * parents, referrers last. What is there already is not sent again. No tag that names a release is touched.
 * @returns the image as the target shows it, and what was sent
 * @throws VerificationError where the target does not show what it took
 */
export async function copyImage(
  host: Host,
  tree: Tree<StoredManifest>,
  from: ImageName,
  to: ImageName,
): Promise<{ readonly manifest: StoredManifest; readonly copied: Copied }> {
  const steps = planCopy(tree)
  const counts = { manifests: 0, mounted: 0, present: 0, copied: 0, bytes: 0 }
  for (const step of steps) {
    const { digest } = step.manifest.descriptor
    // A registry takes a manifest only with everything that it names, so what is there is there as a whole.
    if ((await host.registry.head(to, digest)) !== undefined) continue
    const ways = await atOnce(step.blobs, (blob) => copyOne(host, from, to, blob))
    await host.registry.putManifest(to, digest, step.manifest.descriptor.mediaType, step.manifest.body)
    counts.manifests += 1
    ways.forEach((way, at) => {
      counts[way] += 1
      if (way === 'copied') counts.bytes += step.blobs[at]?.size ?? 0
    })
  }
  await attach(host, tree, to)
  return { manifest: await readBack(host, steps, tree.root, to), copied: counts }
}

function copyOne(host: Host, from: ImageName, to: ImageName, blob: Descriptor): Promise<BlobCopy> {
  return host.registry.copyBlob(from, to, blob)
}

async function readBack(
  host: Host,
  steps: readonly CopyStep[],
  root: Digest,
  to: ImageName,
): Promise<StoredManifest> {
  await atOnce(steps, async ({ manifest: { descriptor } }) => {
    const { digest } = descriptor
    return visible(host, to, digest, () => host.registry.head(to, digest))
  })
  return visible(host, to, root, () => host.registry.manifest(to, root))
}

async function visible<T>(
  host: Host,
  to: ImageName,
  digest: Digest,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const seen = await eventually(host.clock, VISIBLE_WITHIN, look)
  if (seen !== undefined) return seen
  throw new VerificationError({
    found: `The registry took ${digestReference(to, digest)} and does not show it after ${VISIBLE_WITHIN / 1000} s.`,
    remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
  })
}
