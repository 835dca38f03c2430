import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseHistory } from '../../src/domain/history.ts'

describe('the history of an image', () => {
  test('has the layer of each instruction that makes one', () => {
    const history = [
      { created_by: 'ENV A=1', empty_layer: true },
      { created_by: 'COPY a /a # buildkit' },
      { created: '2026-01-01T00:00:00Z' },
    ]
    expect(parseHistory({ history, rootfs: { type: 'layers', diff_ids: ['sha256:1', 'sha256:2'] } })).toEqual(
      [
        { createdBy: 'ENV A=1', layer: undefined },
        { createdBy: 'COPY a /a # buildkit', layer: 'sha256:1' },
        { createdBy: '', layer: 'sha256:2' },
      ],
    )
  })

  test.each([
    ['was cut off', { history: [{ created_by: 'x' }], rootfs: { diff_ids: ['a', 'b'] } }],
    ['is absent', { rootfs: { diff_ids: [] } }],
    ['has no layers beside it', { history: [] }],
    ['names layers that are no text', { history: [{}], rootfs: { diff_ids: [1] } }],
    ['is endless', { history: Array(1_001).fill({ empty_layer: true }), rootfs: { diff_ids: [] } }],
  ])('that %s is none', (_, config) => {
    expect(parseHistory(config)).toBeUndefined()
  })

  test('is read from anything without an error', () => {
    fc.assert(fc.property(fc.anything(), (json) => void parseHistory(json)))
  })
})
