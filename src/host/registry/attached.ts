import { type Attached, type AttestationKind, kindOf } from '../../domain/attestation.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import type { ImageName } from '../../domain/reference.ts'
import { type Bill, parseBill } from '../../domain/spdx.ts'
import type { Registry, StoredManifest } from './registry.ts'

/** Gets each statement in pieces, as often as one has to be read; `kind` is undefined for what is neither SBOM nor provenance. */
export type Follow = (kind: AttestationKind | undefined) => (piece: Buffer) => void

/** An SBOM of more bytes is passed on like any other, but not counted: parsing takes several times its size in memory. */
const COUNTED_LIMIT = 32 * 1024 * 1024

/**
 * Reads what is attested to one platform (BuildKit attestation storage). What calls itself an SBOM and holds none counts as absent.
 * @param stored the manifest that holds the attestations
 * @throws RegistryError
 */
export async function readAttached(
  registry: Registry,
  image: ImageName,
  { descriptor, content }: StoredManifest,
  follow: Follow,
): Promise<Attached> {
  const layers = content.kind === 'manifest' ? content.layers : []
  const statements = await Promise.all(layers.map((layer) => readStatement(registry, image, layer, follow)))
  const kinds = statements.flatMap(({ kind }) => (kind === undefined ? [] : [kind]))
  const bills = statements.flatMap(({ bill }) => (bill === undefined ? [] : [bill]))
  const own = bills.find(({ name }) => name === 'sbom') ?? bills[0]
  return { digest: descriptor.digest, kinds: [...new Set(kinds)], packages: own?.packages }
}

interface Statement {
  readonly kind: AttestationKind | undefined
  readonly bill?: Bill | undefined
}

async function readStatement(
  registry: Registry,
  image: ImageName,
  layer: Descriptor,
  follow: Follow,
): Promise<Statement> {
  const kind = kindOf(layer)
  const counted = kind === 'sbom' && layer.size <= COUNTED_LIMIT
  let pieces: Buffer[] = []
  await registry.pieces(image, layer, () => {
    pieces = []
    const take = follow(kind)
    return (piece) => {
      take(piece)
      if (counted) pieces.push(piece)
    }
  })
  if (!counted) return { kind }
  const bill = parseBill(Buffer.concat(pieces).toString('utf8'))
  return { kind: bill && kind, bill }
}
