import { describe, expect, test } from '@jest/globals'
import { parseBill } from '../../src/domain/spdx.ts'

const whole = (document: object) => ({
  ...{ spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'sbom' },
  ...document,
})
const ROOT = { SPDXID: 'SPDXRef-DocumentRoot-Directory-sbom', name: 'sbom', primaryPackagePurpose: 'FILE' }
const [A, B] = [
  { SPDXID: 'SPDXRef-Package-a', name: 'a' },
  { SPDXID: 'SPDXRef-Package-b', name: 'b' },
]
const describes = (...ids: readonly string[]) =>
  ids.map((relatedSpdxElement) => {
    return { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement }
  })

describe('the packages of a bill', () => {
  test.each<[what: string, document: object, packages: number]>([
    ['none', {}, 0],
    ['as they are listed', { packages: [A, B] }, 2],
    ['without the root of syft', { packages: [A, ROOT, B], relationships: describes(ROOT.SPDXID) }, 2],
    ['of an empty image', { packages: [ROOT], relationships: describes(ROOT.SPDXID) }, 0],
    [
      'without the image itself, as trivy names it',
      { packages: [{ ...A, primaryPackagePurpose: 'CONTAINER' }, B], documentDescribes: [A.SPDXID] },
      1,
    ],
    [
      'where the document describes each',
      { packages: [A, B], relationships: describes(A.SPDXID, B.SPDXID) },
      2,
    ],
    ['with a package that looks like a root and is none', { packages: [ROOT, A] }, 2],
    [
      'with what only contains',
      { packages: [A], relationships: [{ ...describes(A.SPDXID)[0], relationshipType: 'CONTAINS' }] },
      1,
    ],
    ['of another kind', { packages: 'many', relationships: [null], documentDescribes: {} }, 0],
  ])('%s', (_, document, packages) => {
    expect(parseBill(whole(document))).toEqual({ name: 'sbom', packages })
  })

  test.each([[undefined], [null], ['text'], [[]], [{}], [{ spdxVersion: 2 }]])(
    '%j is no bill',
    (predicate) => {
      expect(parseBill(predicate)).toBeUndefined()
    },
  )
})
