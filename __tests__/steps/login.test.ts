import { expect, test } from '@jest/globals'
import type { Host } from '../../src/host/host.ts'
import { login } from '../../src/steps/login.ts'
import { PUBLISH } from '../plan/given.ts'

const TOKEN = 'ghs_0123456789abcdef'

/** Logs in to ghcr.io where an earlier step has, or has not, and tells what was written and said. */
async function entriesOf(password: string, earlier: boolean) {
  const notices: string[] = []
  let written: unknown
  const host = {
    runner: { mask: () => undefined, environment: () => undefined },
    log: { notice: (text: string) => void notices.push(text) },
    credentials: {
      encode: () => '',
      lookup: async () => (earlier ? { username: 'me', password: 'pat' } : undefined),
      create: async (_: string, entries: unknown) => {
        written = entries
      },
    },
  } as unknown as Host
  const credentials = [{ registry: 'ghcr.io', username: 'octocat', password }]
  await login(host, { policy: PUBLISH, credentials }, '/folder')
  return { written, notices }
}

const ENTRY = expect.objectContaining({ registry: 'ghcr.io' })

test.each<[what: string, password: string, earlier: boolean, written: unknown, notice: number]>([
  ["the job's token is used where nobody has logged in", TOKEN, false, [ENTRY], 0],
  ['an earlier docker login to the same registry wins over it', TOKEN, true, [], 1],
  ['a password that was written wins over an earlier login', 'a-password', true, [ENTRY], 0],
])('%s', async (_, password, earlier, written, notice) => {
  const found = await entriesOf(password, earlier)
  expect(found.written).toEqual(written)
  expect(found.notices).toHaveLength(notice)
})
