import { type Json, objectOf } from './json.ts'
/** One SBOM. */
export interface Bill {
  /** BuildKit names the SBOM of the image itself `sbom`, and those of stages after them. */
  readonly name: string | undefined
  readonly packages: number
}

/** The SBOM that is the predicate of a statement (SPDX 2.3). Foreign: undefined where it is none. */
export function parseBill(predicate: unknown): Bill | undefined {
  const document = objectOf(predicate)
  if (typeof document.spdxVersion !== 'string') return undefined
  const packages = listOf(document.packages).map(objectOf)
  const roots = described(document)
  const listed = packages.filter((one) => !isScanned(one, roots))
  return { name: typeof document.name === 'string' ? document.name : undefined, packages: listed.length }
}

/** What the document describes: the image itself, or, with tools that know no image, every package. */
function described(document: Json): ReadonlySet<unknown> {
  const related = listOf(document.relationships)
    .map(objectOf)
    .filter((one) => one.spdxElementId === 'SPDXRef-DOCUMENT' && one.relationshipType === 'DESCRIBES')
  return new Set([...related.map((one) => one.relatedSpdxElement), ...listOf(document.documentDescribes)])
}

/** Purposes of what is looked through, and is no package in it. */
const SCANNED = new Set(['CONTAINER', 'FILE', 'ARCHIVE', 'SOURCE'])

/**
 * Whether an entry stands for the image that was scanned: syft and trivy write one, so that every package has something that it is in.
 * Nobody counts it as a package.
 */
function isScanned(
  { SPDXID: id, primaryPackagePurpose: purpose }: Json,
  roots: ReadonlySet<unknown>,
): boolean {
  if (!roots.has(id)) return false
  return String(id).startsWith('SPDXRef-DocumentRoot-') || SCANNED.has(String(purpose))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
