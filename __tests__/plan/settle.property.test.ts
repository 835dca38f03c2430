import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareVersions, parseVersion } from '../../src/domain/version.ts'
import { planRepairs } from '../../src/plan/settle.ts'
import { listing, tag } from './given.ts'
import { digest, image, lines } from './releases.ts'

test('after the repairs there is nothing more to repair, and no tag went back', () => {
  const version = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map((parts) => parts.join('.'))
  const world = fc.record({
    versions: fc.uniqueArray(version, { minLength: 1, maxLength: 8 }),
    latest: version,
    withdrawn: fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
  })
  fc.assert(
    fc.property(world, ({ versions, latest, withdrawn }) => {
      const held = new Map([
        ...versions.map((one) => [tag(`v${one}`), image(one)] as const),
        [tag('latest'), image(latest)] as const,
      ])
      const bad = withdrawn.flatMap((at) => (versions[at] === undefined ? [] : [`v${versions[at]}`]))
      const all = listing([...held.keys()], new Map(bad.map((name) => [name, digest(name.slice(1))])))
      const found = planRepairs(lines('latest'), '', all, held)
      const wasBad = bad.includes(`v${latest}`)
      for (const { tag: name, release } of found) {
        const [from, to] = [parseVersion(latest), parseVersion(release)]
        if (from === undefined || to === undefined) throw new Error('no version')
        expect(bad).not.toContain(release)
        if (!wasBad) expect(compareVersions(from, to)).toBeLessThan(0)
        const next = held.get(release)
        if (next !== undefined) held.set(name, next)
      }
      expect(planRepairs(lines('latest'), '', all, held)).toEqual([])
    }),
  )
})
