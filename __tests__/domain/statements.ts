/** Types that statements are annotated with. */
export const SPDX = 'https://spdx.dev/Document'
export const SLSA = 'https://slsa.dev/provenance/v0.2'
export const SLSA_1 = 'https://slsa.dev/provenance/v1'

/** What provenance has at least, as BuildKit writes it. */
export const BUILT = { builder: { id: '' }, buildType: 'https://mobyproject.org/buildkit@v1' }
export const BUILT_1 = { buildDefinition: { buildType: '' }, runDetails: { builder: { id: '' } } }

/** An SBOM with so many packages. */
export const billOf = (packages: number, more: object = {}) => ({
  spdxVersion: 'SPDX-2.3',
  name: 'sbom',
  packages: Array.from({ length: packages }, () => ({})),
  ...more,
})

/** A statement as BuildKit writes it, with members in its order. @param change wins over what it writes */
export function statementOf(type: string, subject: string, predicate: object, change: object = {}): string {
  const digest = { sha256: subject.replace('sha256:', '') }
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: type,
    subject: [{ name: 'pkg:docker/ghcr.io/o/app@1.0?platform=linux%2Famd64', digest }],
    ...change,
    predicate,
  })
}
