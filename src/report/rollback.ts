import { shortDigest } from '../domain/digest.ts'
import { digestReference, formatImageName, type ImageName } from '../domain/reference.ts'
import type { PlatformOutcome, TagOutcome, Timing } from '../plan/outcome.ts'
import type { SignatureOutcome } from '../plan/required.ts'
import type { RollbackPlan, VersionImage } from '../plan/rollback.ts'
import { clean } from './foreign.ts'
import { code, list, prose, table } from './markdown.ts'
import { platformJson, tagJson } from './outputs.ts'
import { SIGNED_OUTPUT, signedOutput, signedSummary } from './required.ts'
import { digestCell, platforms, section } from './summary.ts'

/** Every output of the rollback action with its description. */
export const ROLLBACK_OUTPUTS = {
  'digest-before': 'Digest that the first of the tags held before, `sha256:…`.',
  'digest-after': 'Digest that it holds now; in a dry run what it would hold.',
  reference: '`image@digest` of that, to deploy exactly this.',
  withdrawn:
    'Version tags that were recorded as withdrawn, one per line; in a dry run those that would be. Empty where there is none.',
  ...SIGNED_OUTPUT,
  json: 'All of it as JSON: every tag with its digest before and after, platforms with digests and sizes, signatures, warnings, timings.',
} as const

/** A finished rollback, as outputs and summary tell it. */
export interface RollbackOutcome {
  readonly image: ImageName
  readonly dryRun: boolean
  /** Why it was allowed. */
  readonly reason: string
  /** In a dry run `after` and `moved` say what a real run would do. */
  readonly tags: readonly TagOutcome[]
  readonly withdraw: readonly VersionImage[]
  /** Of what the tags went to; empty where none moved. */
  readonly platforms: readonly PlatformOutcome[]
  /** Of the same images; empty where nobody looked. */
  readonly signatures: readonly SignatureOutcome[]
  readonly warnings: readonly string[]
  readonly timings: readonly Timing[]
}

/**
 * The outputs of a rollback. `json` has these keys, always, with `null` for what is not known: `image`, `dryRun`, `reason`, `tags`,
 * `withdrawn` (`tag`, `digest`), `platforms`, `signatures` (`reference`, `signed`, `reason`), `warnings`, `timings`; the parts of the others are
 * those of a publish.
 */
export function rollbackOutputs(
  outcome: RollbackOutcome,
): Readonly<Record<keyof typeof ROLLBACK_OUTPUTS, string>> {
  const { image, dryRun, reason, tags, withdraw, signatures, warnings, timings } = outcome
  const [first] = tags
  const after = first?.after
  return {
    'digest-before': first?.before ?? '',
    'digest-after': after ?? '',
    reference: after === undefined ? '' : digestReference(image, after),
    withdrawn: withdraw.map(({ tag }) => tag).join('\n'),
    signed: signedOutput(signatures),
    json: JSON.stringify({
      ...{ image: formatImageName(image), dryRun, reason, tags: tags.map(tagJson), withdrawn: withdraw },
      ...{ platforms: outcome.platforms.map(platformJson), signatures, warnings, timings },
    }),
  }
}

/** The plan in words for the log. Reasons may hold foreign text, so the lines go through the log like those of a child. */
export function describeRollback(image: ImageName, plan: RollbackPlan, dryRun: boolean): readonly string[] {
  const rows = plan.returns.map(({ tag, before, digest, move, reason }) => {
    const way = move ? `${shortDigest(before)} -> ${shortDigest(digest)}` : `${shortDigest(before)} stays`
    return `  ${tag}  ${way}  ${reason}`
  })
  const records = plan.withdraw.map(({ tag, digest }) => `  withdrawn  ${tag} (${shortDigest(digest)})`)
  const title = dryRun ? 'Dry run: nothing is written. A real run would move' : 'Move'
  return [`${title} tags of ${formatImageName(image)}`, ...rows, ...records].map(clean)
}

/** The job summary of a finished rollback, in Markdown. Foreign text in it can neither format nor link anything. */
export function summarizeRollback(outcome: RollbackOutcome): string {
  const { image, dryRun, reason, withdraw, warnings } = outcome
  const [first] = outcome.tags
  const name = code(formatImageName(image))
  const sections = [
    dryRun ? `## Dry run of a rollback of ${name}: nothing was written` : `## Rolled back ${name}`,
    first?.after === undefined ? undefined : `Deploy ${code(digestReference(image, first.after))}`,
    prose(reason),
    tagSection(outcome),
    withdrawnWords(withdraw, dryRun),
    signedSummary(outcome.signatures),
    platforms(outcome.platforms),
    section('Warnings', list(warnings.map((warning) => prose(warning)))),
  ]
  return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`
}

function tagSection({ tags, dryRun }: RollbackOutcome): string | undefined {
  const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why']
  const rows = tags.map(({ tag, before, after, moved, reason }) => [
    code(tag),
    moved ? (dryRun ? 'would move' : 'moved') : 'kept',
    digestCell(before),
    digestCell(after),
    prose(reason, 200),
  ])
  return section('Tags', table(heads, rows))
}

function withdrawnWords(withdraw: readonly VersionImage[], dryRun: boolean): string {
  if (withdraw.length === 0) return dryRun ? 'No version would be withdrawn.' : 'No version was withdrawn.'
  const names = withdraw.map(({ tag }) => code(tag)).join(' and ')
  if (dryRun) return `${names} would be recorded as withdrawn.`
  return `${names} is recorded as withdrawn: no later publish moves a tag back to it, until it is published again.`
}
