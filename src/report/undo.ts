import type { Digest } from '../domain/digest.ts'
import { formatImageName, type ImageName } from '../domain/reference.ts'
import { parseVersion } from '../domain/version.ts'
import type { Outcome } from '../plan/outcome.ts'

/**
 * The steps that take a publish back: one for each image that its moving tags held before. Lines of YAML; empty where no tag held
 * anything before, or where the tags name a version or a commit for good, which a rollback does not move.
 */
export function undoSteps({ image, tags, commit, dryRun }: Outcome): readonly string[] {
  if (dryRun) return []
  const before = new Map<Digest, string[]>()
  for (const { tag, before: digest, moved } of tags) {
    if (!moved || digest === undefined || parseVersion(tag) !== undefined || tag.startsWith(commit)) continue
    before.set(digest, [...(before.get(digest) ?? []), tag])
  }
  return [...before].flatMap(([digest, names]) => rollbackStep(image, names, digest))
}

/** The step that moves tags back to a digest, in YAML. */
export function rollbackStep(image: ImageName, tags: readonly string[], digest: Digest): readonly string[] {
  return [
    '- uses: org/ghcr-publish/rollback@v1',
    '  with:',
    `    image: ${formatImageName(image)}`,
    `    tag: ${tags.join(', ')}`,
    `    to: ${digest}`,
  ]
}
