/**
 * Tool images by digest, with the version beside each: the one place to update. A digest cannot move, so a release of
 * this action always runs the tools that it was tested with.
 */
export const PINS = {
  /** Emulators; https://github.com/tonistiigi/binfmt, release deploy/v10.2.3-68. */
  binfmt: {
    version: 'qemu-v10.2.3-68',
    reference:
      'docker.io/tonistiigi/binfmt@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  },
  /** BuildKit for the docker-container driver; https://github.com/moby/buildkit/releases. */
  buildkit: {
    version: 'v0.31.2',
    reference:
      'docker.io/moby/buildkit@sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec',
  },
  /** SBOM scanner that BuildKit runs for each platform; https://github.com/docker/buildkit-syft-scanner. */
  scanner: {
    version: '1.x (autumn 2026)',
    reference:
      'docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
  },
} as const
