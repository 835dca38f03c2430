import type { Digest } from '../domain/digest.ts'
import { formatImageName, type Tag } from '../domain/reference.ts'
import { mayBeRolledBack } from '../plan/inputs/rollback.ts'
import type { Undone, UndoneKind, UndoneTag, Why } from '../plan/undone.ts'
import { block, code, list, prose, table } from './markdown.ts'
import { section } from './summary.ts'
import { rollbackStep } from './undo.ts'

/**
 * What a step has taken back, in Markdown for the summary of the job; undefined where that is nothing. Foreign text in it can
 * neither format nor link anything.
 * @param cause why, in the words of the failure; undefined where main did not come to its end
 */
export function summarizeUndone(
  undone: readonly Undone[],
  cause: string | undefined,
  step: 'main' | 'post',
): string | undefined {
  const parts = undone.filter(({ tags }) => tags.length > 0).map(partOf)
  if (parts.length === 0) return undefined
  const who = `The ${step} step has put back what was written.`
  const reason = cause ?? 'The main step ended while it moved the tags.'
  return `${['## Taken back', `${prose(reason, 1000)} ${who}`, ...parts].join('\n\n')}\n`
}

function partOf(undone: Undone): string {
  const { image, tags, repairs, why } = undone
  const moved = repairs.map(
    ({ tag, release, reason }) => `${code(tag)} is at ${code(release)} now: ${prose(reason, 200)}`,
  )
  const parts = [
    section(`Tags of ${code(formatImageName(image))}`, tagTable(tags)),
    withdrawnWords(tags),
    list(moved),
    section('Next step', list(nextSteps(why, tags))),
    openSteps(undone),
  ]
  return parts.filter((text) => text !== undefined && text !== '').join('\n\n')
}

const SIGNS: Readonly<Record<UndoneKind, string>> = {
  back: 'put back',
  withdrawn: 'withdrawn',
  theirs: "somebody else's",
  left: '⚠️ left',
}

/** One row for each tag, with all that became of it; the worst of it says how it went. */
function tagTable(tags: readonly UndoneTag[]): string | undefined {
  const rows = [...new Set(tags.map(({ tag }) => tag))].map((tag) => {
    const own = tags.filter((one) => one.tag === tag)
    const [kind = 'back'] = (['left', 'theirs', 'withdrawn'] as const).filter((one) =>
      own.some((part) => part.kind === one),
    )
    return [code(tag), SIGNS[kind], prose(own.map(({ text }) => text).join('; '), 400)]
  })
  return table(['Tag', '', 'What became of it'], rows)
}

function withdrawnWords(tags: readonly UndoneTag[]): string {
  const names = namesOf(tags.filter(({ kind }) => kind === 'withdrawn'))
  if (names.length === 0) return 'No version was withdrawn.'
  const verb = names.length === 1 ? 'is' : 'are'
  return `${names.map(code).join(' and ')} ${verb} recorded as withdrawn: no moving tag goes there, until the version is published again.`
}

const NEXT: Readonly<Record<Why, string>> = {
  bad: 'Mend the image and publish the version again: a withdrawn version may come from another commit. What the checks found stands in the log of the post step.',
  unfinished: 'Run the job again: what is in the registry already is used.',
  overwritten:
    'Find out what else writes these tags, and give publishing jobs a concurrency group; then run the job again, with overwrite: true where this image is to have the version.',
}

function nextSteps(why: Why, tags: readonly UndoneTag[]): readonly string[] {
  const left = tags.some(({ kind }) => kind === 'left')
  return [
    prose(NEXT[why]),
    ...(left ? ['Look at the tags that are left: what they need stands beside them.'] : []),
  ]
}

/** The rollback of tags that should have gone back and did not. */
function openSteps({ image, suffix, tags }: Undone): string | undefined {
  const before = new Map<Digest, Tag[]>()
  for (const one of tags) {
    if (one.kind !== 'left' || one.before === undefined || !mayBeRolledBack(one.tag, suffix)) continue
    before.set(one.before, [...(before.get(one.before) ?? []), one.tag])
  }
  const steps = [...before].flatMap(([digest, names]) => rollbackStep({ image, suffix }, names, digest))
  return steps.length === 0 ? undefined : block(steps, 'yaml')
}

function namesOf(tags: readonly UndoneTag[]): readonly Tag[] {
  return [...new Set(tags.map(({ tag }) => tag))]
}
