import { describe, expect, test } from '@jest/globals'
import { CommandError, VerificationError } from '../../src/domain/errors.ts'
import { fallbackTag } from '../../src/domain/referrers.ts'
import type { Host } from '../../src/host/host.ts'
import { type Demand, planRequired } from '../../src/plan/demand.ts'
import { parseVerifyInputs } from '../../src/plan/inputs/verify.ts'
import { requireCopied, requireSignature } from '../../src/steps/sign/required.ts'
import { context } from '../plan/given.ts'
import { type Deed, failed, REPOSITORY, scene } from './signed.ts'

const demand = (written: Readonly<Record<string, string>> = {}): Demand => {
  const { signature } = parseVerifyInputs((name) => written[name] ?? '')
  const plan = planRequired(signature, {}, context())
  if (plan.kind === 'off') throw new Error('off')
  return plan
}
const MUST = demand({ 'require-signature': 'true' })
const AUTO = demand()

/** The scene with a cosign that is counted, in a repository whose package the image is where `own`. */
async function required(by: readonly string[], own = false, deeds: readonly Deed[] = []) {
  const one = await scene(deeds)
  if (by.length > 0) one.list(...by.map((who) => one.attach(who)))
  let prepared = 0
  const cosign = {
    ...one.host.cosign,
    prepare: async () => {
      prepared += 1
      return { version: '3.1.3', origin: 'path', passedOver: 'Another one is not used.' }
    },
  }
  const image = own ? { registry: 'ghcr.io', repository: REPOSITORY } : one.image
  // What is called ghcr.io is the registry of the scene.
  const registry = new Proxy(one.host.registry, {
    get: (target, key) => {
      const method = Reflect.get(target, key) as (...args: unknown[]) => unknown
      return (_: unknown, ...rest: unknown[]) => method(one.image, ...rest)
    },
  })
  const host = {
    ...{ ...one.host, cosign, registry },
    runner: { context: context({ repository: 'O/App' }) },
  } as unknown as Host
  const look = (what: Demand) => requireSignature(host, image, one.digest, what, '/folder')
  return { ...one, host, image, look, prepared: () => prepared }
}

describe('an image', () => {
  test.each([AUTO, MUST])('that is signed as it should be passes', async (what) => {
    const one = await required(['stranger', 'us'])
    expect(await one.look(what)).toMatchObject({ signed: true, reason: 'by a workflow of acme/app' })
    expect(one.said).toEqual([
      'notice: Another one is not used.',
      'info: cosign 3.1.3 of this runner',
      expect.stringMatching(/^info: .*@sha256:\w+ is signed by a workflow of acme\/app\.$/),
    ])
  })

  test('that is not signed is told, and needs no cosign', async () => {
    const one = await required([])
    expect(await one.look(AUTO)).toMatchObject({ signed: false })
    expect([one.prepared(), one.said]).toEqual([
      0,
      [expect.stringMatching(/^notice: .* is not signed: it has/)],
    ])
    await expect(one.look(MUST)).rejects.toThrow(VerificationError)
  })

  test('of another signer warns where its name is foreign, and fails where it is ours', async () => {
    const foreign = await required(['stranger'])
    expect(await foreign.look(AUTO)).toMatchObject({ signed: false })
    expect(foreign.said.at(-1)).toMatch(/^warning: .*has a signature, and is not signed by a workflow/)
    const own = await required(['stranger'], true)
    await expect(own.look(AUTO)).rejects.toThrow(
      /^ghcr\.io\/o\/app@sha256:\w+ has a signature, and is not signed/,
    )
    await expect(own.look(AUTO)).rejects.toBeInstanceOf(VerificationError)
  })

  test.each([AUTO, MUST])('that nobody can judge is not taken for unsigned', async (what) => {
    const listed = await required(['us'])
    listed.host.cosign.verify = async () => failed('no signatures found', 10)
    await expect(listed.look(what)).rejects.toBeInstanceOf(CommandError)
    await expect(listed.look(what)).rejects.toThrow(
      /could not be found out: no signatures found\. Run the job/,
    )
    const hidden = await required(['us'])
    hidden.faults.set(fallbackTag(hidden.digest), 403)
    await expect(hidden.look(what)).rejects.toBeInstanceOf(CommandError)
  })

  test('without a cosign to be had fails with what to do', async () => {
    const one = await required(['us'])
    one.host.cosign.prepare = async () => {
      throw new CommandError({ found: 'There is none.', remedy: 'Install cosign.' })
    }
    await expect(one.look(AUTO)).rejects.toThrow('There is none. Install cosign.')
  })
})

describe('a copy', () => {
  test('has to be signed as its source is', async () => {
    const good = await required(['us'])
    await requireCopied(good.host, good.image, good.digest, AUTO)
    expect(good.said.at(-1)).toMatch(/^info: .* is signed by a workflow of acme\/app\.$/)
    const bad = await required(['stranger'])
    const lost = requireCopied(bad.host, bad.image, bad.digest, AUTO)
    await expect(lost).rejects.toThrow(
      /^The source is signed by a workflow of acme\/app, and its copy .* is not: /,
    )
    const bare = await required([])
    await expect(requireCopied(bare.host, bare.image, bare.digest, AUTO)).rejects.toBeInstanceOf(
      VerificationError,
    )
  })

  test('that nobody can judge stops the promotion, too', async () => {
    const one = await required(['us'])
    one.host.cosign.verify = async () => failed('no signatures found', 10)
    await expect(requireCopied(one.host, one.image, one.digest, AUTO)).rejects.toBeInstanceOf(CommandError)
  })
})
