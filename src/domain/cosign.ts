/** A program of a release, by its bytes. */
export interface CosignBuild {
  /** Without `v`. */
  readonly version: string
  readonly url: string
  /** In hex digits. */
  readonly sha256: string
  /** More bytes than this are never read in its place. */
  readonly sizeLimit: number
}

/**
 * The oldest that is used: earlier ones take a bundle without a proof of its log entry for one with it (GHSA-fx35-mq7g-6g98). It is the pinned
 * one too.
 */
export const COSIGN_VERSION = '3.1.3'

/** What to do where there is no cosign that may be used. */
export const COSIGN_REMEDY = `Install cosign ${COSIGN_VERSION} or newer before this step, with \`uses: sigstore/cosign-installer\`, or do without signatures: \`sign: off\` where an image is published, \`require-signature: false\` elsewhere.`

/** Twice what the pinned one has (141 178 250 bytes on linux-amd64), and nothing for the disk of a runner. */
const SIZE_LIMIT = 300_000_000
/** Hashes of the release, from its cosign_checksums.txt; https://github.com/sigstore/cosign/releases. By node's names of system and processor. */
const HASHES: Readonly<Record<string, readonly [name: string, sha256: string]>> = {
  'linux x64': ['linux-amd64', '4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71'],
  'linux arm64': ['linux-arm64', 'c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a'],
}

/**
 * The pinned cosign for a machine; undefined where none is pinned for it.
 * @param system `process.platform`
 * @param processor `process.arch`
 */
export function pinnedCosign(system: string, processor: string): CosignBuild | undefined {
  const [name, sha256] = HASHES[`${system} ${processor}`] ?? []
  if (name === undefined || sha256 === undefined) return undefined
  const release = `https://github.com/sigstore/cosign/releases/download/v${COSIGN_VERSION}`
  return { version: COSIGN_VERSION, url: `${release}/cosign-${name}`, sha256, sizeLimit: SIZE_LIMIT }
}
