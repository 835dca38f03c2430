import { describe, expect, test } from '@jest/globals'
import { kindOf } from '../../src/domain/attestation.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { judgeStart, judgeStatement } from '../../src/domain/statement.ts'
import { BUILT, BUILT_1, billOf, SLSA, SLSA_1, SPDX, statementOf } from './statements.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const OWN = digest('a')
const OTHER = { name: 'other', digest: { sha256: 'b'.repeat(64) } }
const MINE = { name: '_', digest: { sha256: 'a'.repeat(64) } }

const claim = (type: string) => ({ kind: kindOf(type) ?? 'sbom', type, subject: OWN }) as const
const judge = (type: string, text: string) => judgeStatement(text, claim(type))
const bill = (change?: object) => statementOf(SPDX, OWN, billOf(2), change)
const refused = (why: string) => ({ verdict: 'refused', why })

describe('a statement counts', () => {
  test.each<[what: string, type: string, text: string, packages: number | undefined]>([
    ['that is an SBOM', SPDX, bill(), 2],
    ['that is an SBOM of a later version', `${SPDX}/v3`, statementOf(`${SPDX}/v3`, OWN, billOf(1)), 1],
    ['of version 1', SPDX, bill({ _type: 'https://in-toto.io/Statement/v1' }), 2],
    ['that is of another image too', SPDX, bill({ subject: [OTHER, MINE] }), 2],
    [
      'whose subject has other digests too',
      SPDX,
      bill({ subject: [{ digest: { sha512: 'x', ...MINE.digest } }] }),
      2,
    ],
    ['that is provenance', SLSA, statementOf(SLSA, OWN, BUILT), undefined],
    ['that is provenance of version 1', SLSA_1, statementOf(SLSA_1, OWN, BUILT_1), undefined],
  ])('%s', (_, type, text, packages) => {
    const judged = judge(type, text)
    expect(judged.verdict).toBe('good')
    expect(judged).toMatchObject({ bill: packages === undefined ? undefined : { name: 'sbom', packages } })
  })
})

describe('a statement is refused', () => {
  test.each<[text: string, why: string]>([
    ['', 'is no JSON'],
    ['text', 'is no JSON'],
    [bill().slice(0, -1), 'is no JSON'],
    ['null', 'is no in-toto statement'],
    ['[]', 'is no in-toto statement'],
    ['{}', 'is no in-toto statement'],
    [JSON.stringify(billOf(2)), 'is no in-toto statement'],
    [bill({ _type: 'https://in-toto.io/Link/v1' }), 'is no in-toto statement'],
    [bill({ _type: ['https://in-toto.io/Statement/v1'] }), 'is no in-toto statement'],
    [bill({ predicateType: SLSA }), `is ${SLSA}, and not ${SPDX}`],
    [bill({ predicateType: `${SPDX}/v2.3` }), `is ${SPDX}/v2.3, and not ${SPDX}`],
    [bill({ predicateType: undefined }), `is of no type, and not ${SPDX}`],
    [bill({ predicateType: 7 }), `is of a type that nobody knows, and not ${SPDX}`],
    [bill({ predicateType: '::error::x' + '\n' }), `is of a type that nobody knows, and not ${SPDX}`],
    [bill({ subject: [OTHER] }), `is of another image, ${digest('b')}`],
    [bill({ subject: [] }), 'names no image'],
    [bill({ subject: undefined }), 'names no image'],
    [bill({ subject: MINE }), 'names no image'],
    [bill({ subject: [null, 'a', { digest: null }, { digest: { sha256: OWN } }] }), 'names no image'],
    [bill({ subject: [{ digest: { sha256: 'A'.repeat(64) } }] }), 'names no image'],
    [bill({ subject: [{ digest: { sha512: 'a'.repeat(64) } }] }), 'names no image'],
    [statementOf(SPDX, OWN, {}), 'holds no SPDX document'],
    [statementOf(SPDX, OWN, BUILT), 'holds no SPDX document'],
  ])('as SBOM: %.90s', (text, why) => {
    expect(judge(SPDX, text)).toEqual(refused(why))
  })

  test.each<[type: string, predicate: object]>([
    [SLSA, {}],
    [SLSA, billOf(2)],
    [SLSA, BUILT_1],
    [SLSA, { ...BUILT, builder: 'me' }],
    [SLSA_1, BUILT],
    [SLSA_1, { ...BUILT_1, buildDefinition: [] }],
    [SLSA_1, { ...BUILT_1, runDetails: {} }],
    [SLSA_1, { buildDefinition: {} }],
  ])('as provenance that is none: %s %j', (type, predicate) => {
    const text = statementOf(type, OWN, predicate)
    expect(judge(type, text)).toEqual(refused('does not say how anything was built'))
  })
})

describe('of a statement that is too large to be parsed', () => {
  const start = (text: string, type = SPDX) => judgeStart(text.slice(0, 600), claim(type))
  const large = (change?: object) => statementOf(SPDX, OWN, billOf(1000), change)

  test('what stands before the predicate is judged', () => {
    expect(start(large())).toEqual({ verdict: 'good', bill: undefined })
    expect(start(large({ subject: [OTHER] }))).toEqual(refused(`is of another image, ${digest('b')}`))
    expect(start(large({ subject: [] }))).toEqual(refused('names no image'))
    expect(start(large({ predicateType: SLSA }))).toEqual(refused(`is ${SLSA}, and not ${SPDX}`))
  })

  test('a predicate is known by its place, and not by its name', () => {
    const named = [MINE, { predicate: {}, name: '"predicate":{' }, { '\\"predicate': [] }]
    expect(start(large({ x: 'predicate', subject: named }))).toMatchObject({ verdict: 'good' })
    const spaced = JSON.stringify(JSON.parse(large()), undefined, 2)
      .replaceAll(':', ' :')
      .replaceAll(' ://', '://')
    expect(start(spaced.replace('pkg :docker', 'pkg'))).toMatchObject({ verdict: 'good' })
  })

  test.each([
    [
      'that begins with its predicate',
      `{"predicate":{"x":"${'x'.repeat(1000)}"}}`,
      'is no in-toto statement',
    ],
    ['whose predicate does not come', large({ x: 'x'.repeat(1000) }), 'is too large to be read'],
    ['that ends in an escape', `{"x":"${'x'.repeat(593)}\\"`, 'is too large to be read'],
    ['that is no JSON', 'x'.repeat(1000), 'is too large to be read'],
  ])('one %s is refused', (_, text, why) => {
    expect(start(text)).toEqual(refused(why))
  })

  test('provenance is refused', () => {
    expect(start(statementOf(SLSA, OWN, BUILT), SLSA)).toEqual(refused('is too large to be read'))
  })

  test('texts that do not end cost no time', () => {
    const began = process.hrtime.bigint()
    expect(judgeStart(`{"x":"${'\\"'.repeat(32 * 1024)}`, claim(SPDX))).toEqual(
      refused('is too large to be read'),
    )
    expect(judgeStart('"'.repeat(64 * 1024), claim(SPDX))).toEqual(refused('is too large to be read'))
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(1000)
  })
})
