/** A sha256 digest as registries write it: `sha256:` and 64 lower-case hex digits (OCI image-spec, descriptor.md). */
export type Digest = string & { readonly __brand: 'Digest' }

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** The digest in `text`, or undefined where it is none. */
export function parseDigest(text: unknown): Digest | undefined {
  return typeof text === 'string' && DIGEST.test(text) ? (text as Digest) : undefined
}

/** The first 12 hex digits, for people. */
export function shortDigest(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12)
}
