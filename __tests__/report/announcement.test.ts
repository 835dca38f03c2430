import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readAnnouncement } from '../../src/report/announcement.ts'

const [A, B] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`)
const line = (...ids: readonly string[]) =>
  JSON.stringify({ statuses: ids.map((id) => ({ id, vertex: 'sha256:v', current: 0 })) })

describe('what a builder says of the image that it pushes', () => {
  test.each([
    ['the list of several platforms', true, [`exporting manifest list ${A}`], 'made'],
    ['the manifest of one', false, [`exporting manifest ${A}`], 'made'],
    ['one tag', true, [`pushing manifest for registry.example:5000/o/app:1@${A}`], 'pushing'],
    ['one tag of one platform', false, [`pushing manifest for ghcr.io/o/app:1@${A}`], 'pushing'],
    ['a part, and then the whole', true, [`exporting manifest ${B}`, `exporting manifest list ${A}`], 'made'],
  ] as const)('is heard: %s', (_, index, ids, kind) => {
    expect(readAnnouncement(line(...ids), index)).toEqual({ kind, digest: A })
  })

  test.each([
    ['the part of a list', true, line(`exporting manifest ${A}`)],
    ['an attestation', true, line(`exporting attestation manifest ${A}`)],
    ['layers', false, line('exporting layers', 'pushing layers')],
    ['a digest that is none', false, line('exporting manifest sha256:x')],
    ['a tag without a digest', false, line('pushing manifest for ghcr.io/o/app:1')],
    ['plain words', false, `exporting manifest ${A}`],
    ['what a step wrote', false, JSON.stringify({ logs: [{ vertex: 'x', data: 'exporting manifest ' }] })],
    ['damaged JSON', false, `{"statuses":[{"id":"exporting manifest ${A}"`],
  ])('is not %s', (_, index, text) => {
    expect(readAnnouncement(text, index)).toBeUndefined()
  })

  test('is in what BuildKit really wrote', () => {
    const lines = readFileSync('__tests__/report/fixtures/two-platforms.txt', 'utf8').split('\n')
    const heard = lines.flatMap((one) => readAnnouncement(one, true) ?? [])
    expect(heard[0]).toEqual({
      kind: 'pushing',
      digest: 'sha256:41e88dd059307482a72316d300e0c04d35b4059e824e2984257f545e80f2d71c',
    })
  })
})
