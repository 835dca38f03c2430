import { expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError } from '../../src/domain/errors.ts'
import type { Host } from '../../src/host/host.ts'
import { newState, type Session } from '../../src/plan/state.ts'
import { prepareTrial, type Trial } from '../../src/steps/builder/trial.ts'
import { ENGINE } from '../plan/engine.ts'
import { context } from '../plan/given.ts'

const image = { registry: 'ghcr.io', repository: 'acme/app' }
const [ONE, TWO] = ['1', '2'].map((letter) => `ghcr.io/acme/app@sha256:${letter.repeat(64)}` as const)

/** What post is told to remove, where the engine says this of what it holds. */
async function noted(imagesOf: Host['engine']['imagesOf']): Promise<readonly string[]> {
  let state = newState('0123456789ab', '/t')
  const session: Session = {
    id: state.id,
    folder: state.folder,
    get state() {
      return state
    },
    keep(change) {
      state = { ...state, ...change }
    },
  }
  const host = {
    engine: { describe: async () => ENGINE, imagesOf },
    buildx: { builders: async () => [] },
    runner: { context: context() },
  } as unknown as Host
  const subjects = [ONE, TWO].map((reference) => ({
    ...{ reference, platform: { os: 'linux', architecture: 'amd64' }, inEngine: false },
    digest: `sha256:${'1'.repeat(64)}` as Digest,
  }))
  await prepareTrial(host, session, { image, emulators: undefined, subjects } as unknown as Trial)
  return state.images
}

test('only what the engine did not hold before is left to post to remove', async () => {
  expect(await noted(async () => [ONE ?? ''])).toEqual([TWO])
})

test('nothing is, where the engine did not say what it holds', async () => {
  const silent = async () => {
    throw new CommandError({ found: 'it does not answer' })
  }
  expect(await noted(silent)).toEqual([])
})
