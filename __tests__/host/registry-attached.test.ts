import { describe, expect, test } from '@jest/globals'
import type { AttestationKind } from '../../src/domain/attestation.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { readAttached } from '../../src/host/registry/attached.ts'
import { BUILT, BUILT_1, billOf, SLSA, SLSA_1, SPDX, statementOf } from '../domain/statements.ts'
import { client, name, serve } from './registry-client.ts'
import { createWholeRegistry, MANIFEST } from './whole-registry.ts'

const OWN = `sha256:${'a'.repeat(64)}` as Digest
const bill = (packages: number, title = 'sbom') => statementOf(SPDX, OWN, billOf(packages, { name: title }))
const PROVENANCE = statementOf(SLSA, OWN, BUILT)
const MIB = 1024 * 1024
/** A statement with so many bytes more. */
const padded = (text: string, bytes: number) => `${text.slice(0, -1)},"x":"${'x'.repeat(bytes)}"}`

type Statement = readonly [type: string | undefined, content: string]

/** What is attested by these statements, and what was passed on of them. */
async function attached(...statements: readonly Statement[]) {
  const registry = createWholeRegistry()
  const layers = statements.map(([type, content]) => ({
    ...registry.blob('o/app', content, 'application/vnd.in-toto+json'),
    annotations: type === undefined ? {} : { 'in-toto.io/predicate-type': type },
  }))
  const config = registry.blob('o/app', '{}')
  const { digest } = registry.manifest('o/app', MANIFEST, { config, layers })
  const image = name(await serve(registry.answer, { unread: true }))
  const stored = await client().manifest(image, digest)
  if (stored === undefined) throw new Error('It was stored.')
  const passed: [kind: AttestationKind | undefined, text: string][] = []
  const follow = (kind: AttestationKind | undefined) => {
    const at = passed.push([kind, '']) - 1
    return (piece: Buffer) => {
      passed[at] = [kind, (passed[at]?.[1] ?? '') + piece.toString()]
    }
  }
  const { digest: own, ...rest } = await readAttached(client(), image, OWN, stored, follow)
  expect(own).toBe(digest)
  return { ...rest, passed }
}

describe('what is attested to a platform', () => {
  test.each<
    [
      what: string,
      statements: readonly Statement[],
      kinds: readonly AttestationKind[],
      packages: number | undefined,
    ]
  >([
    ['nothing', [], [], undefined],
    ['an SBOM', [[SPDX, bill(3)]], ['sbom'], 3],
    [
      'an SBOM of a later version',
      [[`${SPDX}/v2.3`, statementOf(`${SPDX}/v2.3`, OWN, billOf(1))]],
      ['sbom'],
      1,
    ],
    ['provenance', [[SLSA, PROVENANCE]], ['provenance'], undefined],
    ['provenance of version 1', [[SLSA_1, statementOf(SLSA_1, OWN, BUILT_1)]], ['provenance'], undefined],
    [
      'both, in any order',
      [
        [SLSA, PROVENANCE],
        [SPDX, bill(2)],
      ],
      ['provenance', 'sbom'],
      2,
    ],
    [
      'something else',
      [
        ['https://example.com/mine', bill(3)],
        [undefined, bill(3)],
      ],
      [],
      undefined,
    ],
    [
      'bills of stages too, of which the image’s own counts',
      [
        [SPDX, bill(9, 'sbom-build')],
        [SPDX, bill(2)],
      ],
      ['sbom'],
      2,
    ],
    [
      'bills of which none is called so',
      [
        [SPDX, bill(4, 'x')],
        [SPDX, bill(5, 'y')],
      ],
      ['sbom'],
      4,
    ],
    [
      'what calls itself an SBOM and is none',
      [
        [SPDX, statementOf(SPDX, OWN, {})],
        [SLSA, PROVENANCE],
      ],
      ['provenance'],
      undefined,
    ],
  ])('is %s', async (_, statements, kinds, packages) => {
    const found = await attached(...statements)
    expect(found).toMatchObject({ kinds, packages })
    expect(found.passed.map(([, text]) => text).toSorted()).toEqual(
      statements.map(([, text]) => text).toSorted(),
    )
  })

  test('is passed on by kind', async () => {
    const { passed } = await attached([SPDX, bill(0)], [SLSA, PROVENANCE], [undefined, '{"b":1}'])
    expect(new Map(passed)).toEqual(
      new Map([
        ['sbom', bill(0)],
        ['provenance', PROVENANCE],
        [undefined, '{"b":1}'],
      ]),
    )
  })

  test.each<[what: string, statement: Statement, kind: AttestationKind, why: string]>([
    [
      'of another image',
      [SPDX, statementOf(SPDX, `sha256:${'b'.repeat(64)}`, billOf(1))],
      'sbom',
      `is of another image, sha256:${'b'.repeat(64)}`,
    ],
    ['of another kind than annotated', [SPDX, PROVENANCE], 'sbom', `is ${SLSA}, and not ${SPDX}`],
    ['of another version', [SLSA_1, PROVENANCE], 'provenance', `is ${SLSA}, and not ${SLSA_1}`],
    ['that is no JSON', [SLSA, 'text'], 'provenance', 'is no JSON'],
    ['that is empty', [SPDX, ''], 'sbom', 'is no JSON'],
    ['of no image', [SPDX, statementOf(SPDX, OWN, billOf(1), { subject: [] })], 'sbom', 'names no image'],
  ])('is no statement %s', async (_, statement, kind, why) => {
    const found = await attached(statement)
    expect(found).toMatchObject({ kinds: [], refused: [{ kind, why }], packages: undefined })
    // It is looked through all the same.
    expect(found.passed).toEqual([[kind, statement[1]]])
  })

  test('is passed on, but not counted, where an SBOM is very large', async () => {
    const text = padded(bill(1), 32 * MIB)
    const { passed, ...found } = await attached([SPDX, text], [SLSA, PROVENANCE])
    expect(found).toEqual({ kinds: ['sbom', 'provenance'], refused: [], packages: undefined })
    expect(passed.find(([kind]) => kind === 'sbom')?.[1]).toHaveLength(text.length)
  })

  test('is no very large SBOM of another image', async () => {
    const other = `sha256:${'b'.repeat(64)}`
    const found = await attached([SPDX, padded(statementOf(SPDX, other, billOf(1)), 32 * MIB)])
    const refused = [{ kind: 'sbom', why: `is of another image, ${other}` }]
    expect(found).toMatchObject({ kinds: [], refused, packages: undefined })
  })

  test('is no provenance that is very large', async () => {
    const found = await attached([SLSA, padded(PROVENANCE, 32 * MIB)])
    const refused = [{ kind: 'provenance', why: 'is too large to be read' }]
    expect(found).toMatchObject({ kinds: [], refused })
  })

  test('is never counted by the bill of a stage, where the image’s own was not parsed', async () => {
    const found = await attached([SPDX, bill(9, 'sbom-build')], [SPDX, padded(bill(1), 32 * MIB)])
    expect(found).toMatchObject({ kinds: ['sbom'], packages: undefined })
  })

  test('is parsed up to a limit for all together, the smallest first', async () => {
    const large = padded(bill(3), 25 * MIB)
    const found = await attached(
      [SPDX, large],
      [SPDX, padded(bill(9, 'sbom-a'), 24 * MIB)],
      [SPDX, padded(bill(9, 'sbom-b'), 24 * MIB)],
      [SLSA, PROVENANCE],
    )
    expect(found).toMatchObject({ kinds: ['sbom', 'provenance'], refused: [], packages: undefined })
  })
})
