import type { Digest } from '../domain/digest.ts'
import { formatPlatform } from '../domain/platform.ts'
import { digestReference, formatImageName, type ImageName } from '../domain/reference.ts'
import type { PlatformOutcome, Timing } from '../plan/outcome.ts'
import type { SignatureOutcome } from '../plan/required.ts'
import { code } from './markdown.ts'
import { platformJson } from './outputs.ts'
import { SIGNED_OUTPUT, signedOutput, signedSummary } from './required.ts'
import { platforms } from './summary.ts'

/** Every output of the verify action with its description. */
export const VERIFY_OUTPUTS = {
  digest: 'Digest of the image, `sha256:…`.',
  reference: '`image@digest`, to pull or deploy exactly what was verified.',
  platforms: 'Platforms that it has, by comma.',
  ...SIGNED_OUTPUT,
  json: 'All of it as JSON: platforms with digests, sizes, attestations and smoke tests, the signature, timings.',
} as const

/** An image that is what was expected. */
export interface VerifyOutcome {
  readonly image: ImageName
  /** The tag or digest that was asked for. */
  readonly asked: string
  readonly digest: Digest
  readonly platforms: readonly PlatformOutcome[]
  /** Undefined where nobody looked. */
  readonly signature: SignatureOutcome | undefined
  readonly timings: readonly Timing[]
}

/**
 * The outputs of a verification. `json` has the keys `image`, `asked`, `digest`, `reference`, `platforms` (those of a publish, and
 * `attested`), `signature` (`reference`, `signed`, `reason`; null where nobody looked) and `timings`.
 */
export function verifyOutputs(outcome: VerifyOutcome): Readonly<Record<keyof typeof VERIFY_OUTPUTS, string>> {
  const { image, asked, digest, timings, signature } = outcome
  const reference = digestReference(image, digest)
  const platforms = outcome.platforms.map((one) => ({ ...platformJson(one), attested: isAttested(one) }))
  return {
    digest,
    reference,
    platforms: outcome.platforms.map(({ platform }) => formatPlatform(platform)).join(','),
    signed: signedOutput(looked(outcome)),
    json: JSON.stringify({
      ...{ image: formatImageName(image), asked, digest, reference, platforms },
      ...{ signature: signature ?? null, timings },
    }),
  }
}

function looked({ signature }: VerifyOutcome): readonly SignatureOutcome[] {
  return signature === undefined ? [] : [signature]
}

function isAttested({ attached }: PlatformOutcome): boolean {
  return attached !== undefined && attached.kinds.length > 0
}

/** The job summary of a verification, in Markdown. */
export function summarizeVerify(outcome: VerifyOutcome): string {
  const { image, asked, digest } = outcome
  const attested = outcome.platforms.filter(isAttested).length
  const attestations =
    attested === 0
      ? 'No platform has attestations.'
      : `${attested} of ${outcome.platforms.length} platforms have attestations.`
  const sections = [
    `## Verified ${code(formatImageName(image))}`,
    `${code(asked)} is ${code(digestReference(image, digest))}`,
    attestations,
    signedSummary(looked(outcome)),
    platforms(outcome.platforms),
  ]
  return `${sections.filter((text) => text !== undefined).join('\n\n')}\n`
}
