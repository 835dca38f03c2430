import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { csv } from '../../src/plan/csv.ts'
import { parseCsv } from './parsecsv.ts'

describe('a list of buildx options', () => {
  test.each<[fields: [string, string][], text: string]>([
    [[], ''],
    [[['type', 'image']], 'type=image'],
    [
      [
        ['type', 'local'],
        ['src', '/a b'],
      ],
      'type=local,src=/a b',
    ],
    [[['src', 'a,dest=b']], '"src=a,dest=b"'],
    [[['name', 'say "hi"']], '"name=say ""hi"""'],
    [[['name', '"']], '"name="""'],
    [[['name', '']], 'name='],
    [[['name', 'a=b']], 'name=a=b'],
  ])('%j is %s', (fields, text) => {
    expect(csv(fields)).toBe(text)
  })

  test.each(['\n', '\r', 'a\nb', 'a\r\nb'])('has no line break: %j', (value) => {
    expect(() => csv([['name', value]])).toThrow(RangeError)
  })

  test('is read back as it was, whatever the values', () => {
    const value = fc.string({ unit: 'binary' }).filter((text) => !/[\r\n]/.test(text))
    const pair = fc.tuple(fc.stringMatching(/^[a-z][a-z.-]{0,9}$/), value)
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (fields) => {
        expect(parseCsv(csv(fields))).toEqual(fields.map(([key, text]) => `${key}=${text}`))
      }),
    )
  })
})
