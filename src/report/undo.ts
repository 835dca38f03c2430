import type { Digest } from '../domain/digest.ts'
import { formatImageName, type Tag } from '../domain/reference.ts'
import { mayBeRolledBack } from '../plan/inputs/rollback.ts'
import type { Outcome } from '../plan/outcome.ts'

/**
 * The steps that take a publish back: one for each image that its moving tags held before. Lines of YAML; empty where no tag held
 * anything before, or where the tags are none that a rollback moves, such as those of a version, of a commit or of a pull request.
 */
export function undoSteps({ image, suffix, tags, dryRun, signing }: Outcome): readonly string[] {
  if (dryRun) return []
  const before = new Map<Digest, Tag[]>()
  for (const { tag, before: digest, moved } of tags) {
    if (!moved || digest === undefined || !mayBeRolledBack(tag, suffix)) continue
    before.set(digest, [...(before.get(digest) ?? []), tag])
  }
  // What was before was mostly signed in the same way.
  const root = signing.kind === 'sign' ? signing.files.trustedRoot : undefined
  const more = root === undefined ? [] : [`    sigstore-trusted-root: ${JSON.stringify(root)}`]
  return [...before].flatMap(([digest, names]) => [
    ...rollbackStep({ image, suffix }, names, digest),
    ...more,
  ])
}

/**
 * The step that moves tags back to a digest, in YAML. Without their suffix a rollback takes them for extra tags, and finds no version
 * to withdraw.
 */
export function rollbackStep(
  { image, suffix }: Pick<Outcome, 'image' | 'suffix'>,
  tags: readonly Tag[],
  digest: Digest,
): readonly string[] {
  return [
    '- uses: org/ghcr-publish/rollback@v1',
    '  with:',
    `    image: ${formatImageName(image)}`,
    `    tag: ${scalar(tags.join(', '))}`,
    ...(suffix === '' ? [] : [`    tag-suffix: ${scalar(suffix)}`]),
    `    to: ${digest}`,
  ]
}

/** Text in YAML, quoted where it could be read as something else: `1.10` is a number, the same as 1.1. */
function scalar(text: string): string {
  return /^[^A-Za-z]|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? `'${text}'` : text
}
