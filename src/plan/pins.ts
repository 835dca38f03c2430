/** An image that this action uses as a tool. */
export interface ToolImage {
  readonly reference: string
  /** The same bytes elsewhere, for when its registry is down or limits us; undefined where somebody chose the image. */
  readonly mirror: string | undefined
}

/** A release of a tool, by digest. */
interface Pin extends ToolImage {
  readonly version: string
  readonly mirror: string
}

/** Google keeps what Docker Hub has: https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images. */
function fromHub(version: string, path: string, digest: string): Pin {
  return {
    version,
    reference: `docker.io/${path}@${digest}`,
    mirror: `mirror.gcr.io/${path}@${digest}`,
  }
}

/**
 * Tool images by digest, with the version beside each: the one place to update. A digest cannot move, so a release of
 * this action always runs the same tools, from wherever they come. The tests run what they build themselves, mostly a newer version.
 */
export const PINS = {
  /** Emulators; https://github.com/tonistiigi/binfmt, release deploy/v10.2.3-68. */
  binfmt: fromHub(
    'qemu-v10.2.3-68',
    'tonistiigi/binfmt',
    'sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  ),
  /** BuildKit for the drivers docker-container and kubernetes; https://github.com/moby/buildkit/releases. */
  buildkit: fromHub(
    'v0.31.2',
    'moby/buildkit',
    'sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec',
  ),
  /** SBOM scanner that BuildKit runs for each platform; https://github.com/docker/buildkit-syft-scanner. */
  scanner: fromHub(
    'major version 1, as of autumn 2026',
    'docker/buildkit-syft-scanner',
    'sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
  ),
} as const

/** The image of an input, which is used as it is; else the pinned one, which has a mirror. */
export function toolImage(given: string | undefined, pinned: ToolImage): ToolImage {
  if (given !== undefined) return { reference: given, mirror: undefined }
  const { reference, mirror } = pinned
  return { reference, mirror }
}
