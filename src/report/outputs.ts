import { formatPlatform } from '../domain/platform.ts'
import { digestReference, formatImageName } from '../domain/reference.ts'
import type { Outcome, PlatformOutcome, TagOutcome } from '../plan/outcome.ts'
import { attachedJson } from './attached.ts'
import { cacheJson, stepsJson } from './hits.ts'
import { signatureJson, signatureOutputs } from './signature.ts'

/** Every output with its description: the source of action.yml and of the README. */
export const OUTPUT_TABLE = {
  image: 'Name of the image, without tag or digest.',
  digest: 'Digest of what was published, `sha256:…`; empty in a dry run.',
  reference: '`image@digest`, to pull or deploy exactly this; empty in a dry run.',
  version: 'The version that was published, such as `1.2.3`; empty where there is none.',
  tags: 'The tags that name it now, one per line; in a dry run those that a real run would write.',
  'dry-run': '`true` where nothing was pushed, else `false`.',
  signed: '`true` where the image is signed and the signature was verified, else `false`.',
  'certificate-identity':
    'Who signed, as `cosign verify --certificate-identity` takes it; empty where it is not signed, or by a key.',
  'verify-command':
    'The command that verifies the signature, to copy; empty where there is none. `cosign verify` is content with an attestation of the same signer, too: what it prints is a signature where `critical.type` is `https://sigstore.dev/cosign/sign/v1`.',
  json: 'All of it as JSON: every tag with its digest before and after, platforms with digests, sizes and packages of their SBOMs, cache hits with the first miss and its reason, timings.',
} as const

/** The outputs that a step has, by name. */
export type Outputs = Readonly<Record<keyof typeof OUTPUT_TABLE, string>>

/**
 * The outputs of a run. `json` has these keys, always, with `null` for what is not known:
 * - `image`, `digest`, `reference`, `version`, `commit`, `dryRun`, `reason`
 * - `tags`: `tag`, `before`, `after`, `moved`, `reason`; in a dry run `moved` says what a real run would do
 * - `platforms`: `platform`, `digest`, `size` (compressed bytes), `smoke` (`verdict`: passed, warning or failed; `detail`;
 *   `milliseconds`), `attestations` (`digest` of the manifest that holds them, `kinds`: sbom, provenance; `packages` of the SBOM)
 * - `build`: `warnings`, and
 *   - `steps`, for each platform: `platform`, `ran`, `cached`, `milliseconds` (of the steps that ran, added up), `missed` (the first
 *     step that no cache held: `step`, `instruction`, `others`, `reason` with `kind`, `certain`, `text`, `evidence`)
 *   - `caches`, for each layer that is read and each that is written: `layer`, `use` (read or write), `state` (done, asked, absent,
 *     failed or unused), `detail`
 *   - `cacheKey`: the key of `cache-key-files` and what is known of it, in words
 * - `signature`: `signed`, `reason`, `by` (keyless or key), `identity`, `issuer`, `verifyCommand`
 * - `timings`: `phase`, `milliseconds`
 * - `anonymousPull`, `notices`
 */
export function outputsOf(outcome: Outcome): Outputs {
  const { digest, image } = outcome
  return {
    image: formatImageName(image),
    digest: digest ?? '',
    reference: digest === undefined ? '' : digestReference(image, digest),
    version: outcome.version ?? '',
    tags: outcome.tags
      .filter((tag) => names(tag, outcome))
      .map(({ tag }) => tag)
      .join('\n'),
    'dry-run': String(outcome.dryRun),
    ...signatureOutputs(outcome),
    json: JSON.stringify(everything(outcome)),
  }
}

/** Whether a tag names what was published: it was moved, or was there already. */
export function names(tag: TagOutcome, { digest }: Outcome): boolean {
  return tag.moved || (digest !== undefined && tag.after === digest)
}

/** One tag in `json`. */
export function tagJson({ tag, before, after, moved, reason }: TagOutcome): unknown {
  return { tag, before: before ?? null, after: after ?? null, moved, reason }
}

/** One platform in `json`. */
export function platformJson({
  platform,
  digest,
  bytes,
  smoke,
  smokeMilliseconds,
  attached,
}: PlatformOutcome) {
  return {
    platform: formatPlatform(platform),
    digest: digest ?? null,
    size: bytes ?? null,
    smoke: smoke
      ? { verdict: smoke.kind, detail: smoke.detail, milliseconds: smokeMilliseconds ?? null }
      : null,
    attestations: attachedJson(attached),
  }
}

function everything(outcome: Outcome): unknown {
  const { image, digest, build } = outcome
  return {
    image: formatImageName(image),
    digest: digest ?? null,
    reference: digest === undefined ? null : digestReference(image, digest),
    version: outcome.version ?? null,
    commit: outcome.commit,
    dryRun: outcome.dryRun,
    reason: outcome.reason,
    tags: outcome.tags.map(tagJson),
    platforms: outcome.platforms.map(platformJson),
    build: {
      steps: build.steps.map(stepsJson),
      caches: build.caches.map(cacheJson),
      cacheKey: outcome.cacheKey ?? null,
      warnings: build.warnings,
    },
    signature: signatureJson(outcome),
    timings: outcome.timings.map(({ phase, milliseconds }) => ({ phase, milliseconds })),
    anonymousPull: outcome.anonymousPull ?? null,
    notices: outcome.notices,
  }
}
