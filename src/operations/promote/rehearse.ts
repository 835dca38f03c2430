import { planMoves } from '../../plan/moves.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import type { Run, Seen } from './run.ts'
import { tell } from './tell.ts'

/** Tells what a real run would do, by what both ends say now. */
export async function rehearse(run: Run, seen: Seen): Promise<void> {
  const { latest } = run.inputs.promotion
  const { tags, publishing } = seen.promotion
  const { digest, platforms } = publishing
  const targets = seen.targets.map(({ image, registry: { listing, held } }) => {
    const moves = planMoves(tags, listing, { latest, platforms, held })
    const outcomes = moves.map(({ tag, move, reason }): TagOutcome => {
      const before = held.get(tag)?.digest
      return { tag, before, after: undefined, moved: move && before !== digest, reason }
    })
    return { image, tags: outcomes, copied: undefined }
  })
  await tell(run, seen, targets)
}
