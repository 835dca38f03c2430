import { expect, test } from '@jest/globals'
import { BRANCH_KINDS, runBranches } from './model/branches.ts'

/** Schedules of each kind. Who looks for rare ones sets more, and another first seed. */
const SEEDS = Number(process.env.RACES_SEEDS ?? 400)
const FIRST = Number(process.env.RACES_FIRST ?? 1)
/** As where two runs write one version: post begins so long after main (see model/schedules.ts). */
const GAP = Number(process.env.RACES_GAP ?? 30_000)

test.each(Object.entries(BRANCH_KINDS))(
  'runs of a branch at once end with its tag at the commit that has to win: %s',
  async (_, kind) => {
    const bad: string[] = []
    let left = 0
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const end = await runBranches(kind, seed, GAP)
      if (end.wrong.length > 0) bad.push(`seed ${seed}: ${end.story}`)
      if (end.left) left++
    }
    expect(bad.toSorted((a, b) => a.length - b.length)[0]).toBeUndefined()
    // Of three runs one that repairs may look like somebody who goes back; of two none does.
    expect(left).toBeLessThanOrEqual(kind.commits.length === 2 ? 0 : SEEDS / 200)
  },
  60_000 + SEEDS * 50,
)
