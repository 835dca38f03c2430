import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { RegistryError } from '../../src/domain/errors.ts'
import { restore } from '../../src/steps/tags/restore.ts'
import { lift, NOTHING } from '../../src/steps/tags/withdraw.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { type Scene, scene } from '../operations/published.ts'
import { tag } from '../plan/given.ts'

/** v1.1.0, recorded as withdrawn. */
async function withdrawn(emptyIndex: boolean): Promise<{ readonly one: Scene; readonly bad: Digest }> {
  const one = await scene({ 'v1.0.0': '1.0.0' })
  one.registry.can.emptyIndex = emptyIndex
  const bad = one.point('v1.1.0', '1.1.0')
  one.point('withdrawn-v1.1.0', '1.1.0')
  return { one, bad }
}

const held = ({ registry }: Scene, at: string) => registry.repository('o/app').tags.get(at)

describe('a record that is taken back', () => {
  test('is an index of nothing', async () => {
    const { one, bad } = await withdrawn(true)
    const writer = createWriter(one.host, one.image, async () => undefined)
    const after = await lift(one.host, writer, tag('v1.1.0'), bad)
    expect(after).toBe(NOTHING.descriptor.digest)
    expect(held(one, 'withdrawn-v1.1.0')).toBe(after)
    expect(writer.journal).toEqual([{ tag: 'withdrawn-v1.1.0', before: bad, after }])
  })

  test('is another manifest than the version where the registry takes no index of nothing', async () => {
    const { one, bad } = await withdrawn(false)
    const writer = createWriter(one.host, one.image, async () => undefined)
    const after = await lift(one.host, writer, tag('v1.1.0'), bad)
    expect([bad, NOTHING.descriptor.digest]).not.toContain(after)
    expect(held(one, 'withdrawn-v1.1.0')).toBe(after)
    expect(held(one, 'v1.1.0')).toBe(bad)
    // What was refused was not written, so only the other one can be put back.
    expect(writer.journal).toEqual([{ tag: 'withdrawn-v1.1.0', before: bad, after }])
    const read = await one.host.registry.manifest(one.image, tag('withdrawn-v1.1.0'))
    const whole = await one.host.registry.manifest(one.image, bad)
    expect(read?.content).toEqual(whole?.content)
  })

  test('stays where it is refused for want of rights, and says so', async () => {
    const { one, bad } = await withdrawn(true)
    let asked = 0
    one.host.registry.putManifest = async () => {
      asked++
      throw new RegistryError('denied', { found: 'It answered 403.' })
    }
    const writer = createWriter(one.host, one.image, async () => undefined)
    await expect(lift(one.host, writer, tag('v1.1.0'), bad)).rejects.toThrow(
      /was not moved\. It answered 403/,
    )
    expect(asked).toBe(1)
  })

  test.each([true, false])(
    'on the way back of a rollback, too (an index of nothing is taken: %s)',
    async (can) => {
      const { one, bad } = await withdrawn(can)
      const journal = [{ tag: tag('withdrawn-v1.1.0'), before: undefined, after: bad }]
      const undo = {
        image: one.image,
        digest: undefined,
        commit: '',
        journal,
        fixed: [],
        whole: true,
      } as const
      const { tags, open } = await restore(one.host, {
        ...{ ...undo, why: 'unfinished' },
        ...{ since: one.host.clock.now(), underWay: false },
      })
      expect(tags).toMatchObject([{ kind: 'back', text: expect.stringMatching(/^is no record any more/) }])
      expect(open).toEqual([])
      expect(held(one, 'withdrawn-v1.1.0')).not.toBe(bad)
    },
  )
})
