import { describe, expect, test } from '@jest/globals'
import type { AttestationKind } from '../../src/domain/attestation.ts'
import { readAttached } from '../../src/host/registry/attached.ts'
import { client, name, serve } from './registry-client.ts'
import { createWholeRegistry, MANIFEST } from './whole-registry.ts'

const SPDX = 'https://spdx.dev/Document'
const SLSA = 'https://slsa.dev/provenance/v0.2'
const bill = (packages: number, title = 'sbom') =>
  JSON.stringify({
    predicateType: SPDX,
    predicate: {
      spdxVersion: 'SPDX-2.3',
      name: title,
      packages: Array.from({ length: packages }, () => ({})),
    },
  })

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
  const { digest: own, ...rest } = await readAttached(client(), image, stored, follow)
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
    ['an SBOM of a later version', [[`${SPDX}/v2.3`, bill(1)]], ['sbom'], 1],
    ['provenance', [[SLSA, '{}']], ['provenance'], undefined],
    ['provenance of version 1', [['https://slsa.dev/provenance/v1', '{}']], ['provenance'], undefined],
    [
      'both, in any order',
      [
        [SLSA, '{}'],
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
        [SPDX, '{"predicate":{}}'],
        [SLSA, '{}'],
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
    const { passed } = await attached([SPDX, bill(0)], [SLSA, '{"a":1}'], [undefined, '{"b":1}'])
    expect(new Map(passed)).toEqual(
      new Map([
        ['sbom', bill(0)],
        ['provenance', '{"a":1}'],
        [undefined, '{"b":1}'],
      ]),
    )
  })

  test('is passed on, but not counted, where an SBOM is very large', async () => {
    const text = `${bill(1).slice(0, -1)},"x":"${'x'.repeat(32 * 1024 * 1024)}"}`
    const { kinds, packages, passed } = await attached([SPDX, text])
    expect({ kinds, packages }).toEqual({ kinds: ['sbom'], packages: undefined })
    expect(passed[0]?.[1]).toHaveLength(text.length)
  })
})
