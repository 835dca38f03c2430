import { shortDigest } from '../domain/digest.ts'
import { digestReference, formatImageName, taggedReference } from '../domain/reference.ts'
import { formatBytes } from '../domain/space.ts'
import type { Copied, PromoteOutcome, TargetOutcome } from '../plan/promote-outcome.ts'
import { code, list, prose } from './markdown.ts'
import { SIGNED_OUTPUT, signedOutput, signedSummary } from './required.ts'
import { tagTable } from './summary.ts'

/** Every output of the sub-action with its description. */
export const PROMOTE_OUTPUT_TABLE = {
  digest: 'Digest of what was promoted, `sha256:…`; the same at both ends.',
  reference: '`image@digest` of every target, one per line; empty in a dry run.',
  tags: 'The references that name it now, `image:tag`, one per line; in a dry run those that a real run would write.',
  ...SIGNED_OUTPUT,
  json: 'All of it as JSON: for every target what was sent, and every tag with its digest before and after; the signature.',
} as const

/** The outputs that a step has, by name. */
export type PromoteOutputs = Readonly<Record<keyof typeof PROMOTE_OUTPUT_TABLE, string>>

/**
 * The outputs of a promotion. `json` has these keys, always, with `null` for what is not known:
 * - `from`, `digest`, `version`, `commit`, `dryRun`, `reason`
 * - `targets`: `image`, `reference`, `tags` (`tag`, `before`, `after`, `moved`, `reason`), `copied` (`manifests`, `mounted`, `present`,
 *   `copied`, `bytes`)
 * - `signature`: `reference`, `signed`, `reason`; of the source
 * - `timings`: `phase`, `milliseconds`
 * - `notices`
 */
export function promoteOutputs(outcome: PromoteOutcome): PromoteOutputs {
  const { digest, dryRun, targets, signature } = outcome
  const named = targets.flatMap(({ image, tags }) =>
    tags
      .filter((tag) => tag.moved || tag.after === digest || (dryRun && tag.before === digest))
      .map(({ tag }) => taggedReference(image, tag)),
  )
  return {
    digest,
    reference: dryRun ? '' : targets.map(({ image }) => digestReference(image, digest)).join('\n'),
    tags: named.join('\n'),
    signed: signedOutput(signature === undefined ? [] : [signature]),
    json: JSON.stringify(everything(outcome)),
  }
}

function everything({ targets, ...outcome }: PromoteOutcome): unknown {
  return {
    ...outcome,
    commit: outcome.commit ?? null,
    signature: outcome.signature ?? null,
    targets: targets.map(({ image, tags, copied }) => ({
      image: formatImageName(image),
      reference: outcome.dryRun ? null : digestReference(image, outcome.digest),
      tags: tags.map(({ before, after, ...tag }) => ({
        ...tag,
        before: before ?? null,
        after: after ?? null,
      })),
      copied: copied ?? null,
    })),
  }
}

/** What was sent, in words. */
export function describeCopied({ manifests, mounted, present, copied, bytes }: Copied): string {
  if (manifests === 0) return 'everything is there already'
  return `${manifests} manifests; blobs: ${mounted} mounted, ${copied} sent (${formatBytes(bytes)}), ${present} there already`
}

/** A target in lines of the log. */
export function describeTarget(
  { image, tags }: TargetOutcome,
  { dryRun }: PromoteOutcome,
): readonly string[] {
  return tags.map(({ tag, before, moved, reason }) => {
    const verb = moved ? (dryRun ? 'would move' : before === undefined ? 'new' : 'moved') : 'stays'
    const old = before === undefined ? '' : `, before ${shortDigest(before)}`
    return `${taggedReference(image, tag)}  ${verb}${old}: ${reason}`
  })
}

/** The job summary, in Markdown: a table for each target. */
export function summarizePromotion(outcome: PromoteOutcome): string {
  const { dryRun, from, digest, version, reason, targets, notices, signature } = outcome
  const head = dryRun
    ? `## Dry run: ${code(from)} as ${code(version)}; nothing was written`
    : `## Promoted ${code(from)} as ${code(version)}`
  const sections = [
    head,
    code(digest),
    prose(reason),
    signedSummary(signature === undefined ? [] : [signature]),
    ...targets.flatMap(({ image, tags, copied }) => [
      `### ${code(formatImageName(image))}`,
      copied && prose(describeCopied(copied)),
      tagTable(tags, dryRun, 'this image'),
    ]),
    list(notices.map((notice) => prose(notice))),
    outcome.commit && `Commit ${code(outcome.commit)}`,
  ]
  return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`
}
