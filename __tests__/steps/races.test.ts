import { expect, test } from '@jest/globals'
import { experimentOf, KINDS, run } from './model/schedules.ts'

/** Schedules of each kind; more of them where somebody looks for rare ones. */
const SEEDS = Number(process.env.RACES_SEEDS ?? 400)
const FIRST = Number(process.env.RACES_FIRST ?? 1)

test.each(Object.keys(KINDS))('%s: every schedule ends well', async (kind) => {
  const bad: string[] = []
  const said: Record<string, number> = {}
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const { wrong, story, outcomes } = await run(experimentOf(kind, seed))
    if (wrong.length > 0) bad.push(`${kind}, seed ${seed}: ${story}`)
      const key = outcomes.map((o) => (o.reported ? 'ok' : 'x')).join(' ')
      said[key] = (said[key] ?? 0) + 1
      if (!kind.includes('commits') && !kind.includes('twice') && !kind.includes('one version') && outcomes.some((o) => !o.reported)) process.stderr.write(`${seed} ${outcomes.map((o) => o.failures).join('/')}\n`)
  }
    process.stderr.write(`${kind}: ${bad.length} of ${SEEDS} ${JSON.stringify(said)}\n`)
  // The shortest one is the easiest to understand.
  expect(bad.toSorted((a, b) => a.length - b.length)[0]).toBeUndefined()
}, 600_000)
