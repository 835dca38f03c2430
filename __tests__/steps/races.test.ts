import { describe, expect, test } from '@jest/globals'
import { experimentOf, KINDS, run } from './model/schedules.ts'

const SEEDS = Number(process.env.RACES_SEEDS ?? 400)

describe('runs at once, by chance', () => {
  test.each(Object.keys(KINDS))('%s', async (kind) => {
    let failures = 0
    let first = ''
    const said: Record<string, number> = {}
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { wrong, story, outcomes } = await run(experimentOf(kind, seed))
      const key = outcomes.map((o) => (o.reported ? 'ok' : 'x')).join(' ')
      said[key] = (said[key] ?? 0) + 1
      if (wrong.length > 0) {
        failures++
        const text = `${kind}, seed ${seed}\n${story}`
        if (first === '' || text.length < first.length) first = text
      }
    }
    process.stderr.write(`${kind}: ${failures} of ${SEEDS} ${JSON.stringify(said)}\n`)
    expect(first).toBe('')
  })
})
