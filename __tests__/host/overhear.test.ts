import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { overhear } from '../../src/host/overhear.ts'

const original = process.stdout.write
const log: string[] = []
beforeEach(() => {
  log.length = 0
  process.stdout.write = ((text: string) => log.push(text) > 0) as typeof process.stdout.write
})
afterEach(() => {
  process.stdout.write = original
})

test('what is written inside is heard, line by line; what is written beside it goes to the log', async () => {
  const heard: string[] = []
  const inside = overhear(
    (line) => {
      heard.push(line)
      process.stdout.write(`said: ${line}\n`)
    },
    async () => {
      process.stdout.write('first\nsecond\n')
      await sleep(20)
      await new Promise<void>((resolve) => void process.stdout.write('third\n', () => resolve()))
      return 'done'
    },
  )
  await sleep(5)
  process.stdout.write('beside\n')
  expect(await inside).toBe('done')
  process.stdout.write('behind\n')
  expect(heard).toEqual(['first', 'second', 'third'])
  expect(log).toEqual(['said: first\n', 'said: second\n', 'beside\n', 'said: third\n', 'behind\n'])
})
