import { type Attached, type AttestationKind, kindOf, typeOf } from '../../domain/attestation.ts'
import type { Digest } from '../../domain/digest.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import type { ImageName } from '../../domain/reference.ts'
import type { Bill } from '../../domain/spdx.ts'
import { type Judged, judgeStart, judgeStatement } from '../../domain/statement.ts'
import type { Registry, StoredManifest } from './registry.ts'

/** Gets each statement in pieces, as often as one has to be read; `kind` is undefined for what is neither SBOM nor provenance. */
export type Follow = (kind: AttestationKind | undefined) => (piece: Buffer) => void

/** A statement of more bytes is passed on like any other, but not parsed: that takes several times its size in memory. */
const PARSED_LIMIT = 32 * 1024 * 1024
/** All statements of one platform that are parsed. */
const PARSED_TOGETHER = 2 * PARSED_LIMIT
/** What is kept of a statement that is not parsed; enough for hundreds of names of an image. */
const START = 64 * 1024

/**
 * Reads what is attested to one platform (BuildKit attestation storage). What is not the statement that its annotation tells, or of another
 * image, is refused and does not count.
 * @param subject the platform's manifest
 * @param stored the manifest that holds the attestations
 * @throws RegistryError
 */
export async function readAttached(
  registry: Registry,
  image: ImageName,
  subject: Digest,
  { descriptor, content }: StoredManifest,
  follow: Follow,
): Promise<Attached> {
  const layers = content.kind === 'manifest' ? content.layers : []
  const parsed = parsedOf(layers)
  const statements = await Promise.all(
    layers.map((layer) => readStatement(registry, image, subject, layer, parsed.has(layer), follow)),
  )
  const known = statements.filter((one) => one !== undefined)
  const good = known.filter((one) => one.verdict === 'good')
  return {
    digest: descriptor.digest,
    kinds: [...new Set(good.map(({ kind }) => kind))],
    refused: known.flatMap((one) => (one.verdict === 'refused' ? [{ kind: one.kind, why: one.why }] : [])),
    packages: packagesOf(good.filter(({ kind }) => kind === 'sbom').map(({ bill }) => bill)),
  }
}

/** How many packages the image's own bill lists. Where one could not be parsed, that may have been it. */
function packagesOf(bills: readonly (Bill | undefined)[]): number | undefined {
  const own = bills.find((bill) => bill?.name === 'sbom')
  return own === undefined && bills.includes(undefined) ? undefined : (own ?? bills[0])?.packages
}

/** The statements that are parsed: the smallest first, so that a large SBOM keeps none from being looked at. */
function parsedOf(layers: readonly Descriptor[]): ReadonlySet<Descriptor> {
  let room = PARSED_TOGETHER
  const bySize = layers.toSorted((a, b) => a.size - b.size)
  return new Set(
    bySize.filter(({ size }) => {
      room -= size
      return size <= PARSED_LIMIT && room >= 0
    }),
  )
}

type Statement = Judged & { readonly kind: AttestationKind }

async function readStatement(
  registry: Registry,
  image: ImageName,
  subject: Digest,
  layer: Descriptor,
  isParsed: boolean,
  follow: Follow,
): Promise<Statement | undefined> {
  const type = typeOf(layer)
  const kind = kindOf(type)
  let start = createStart(0)
  await registry.pieces(image, layer, () => {
    start = createStart(kind === undefined ? 0 : isParsed ? layer.size : START)
    const take = follow(kind)
    return (piece) => {
      take(piece)
      start.take(piece)
    }
  })
  if (kind === undefined) return undefined
  const judge = isParsed ? judgeStatement : judgeStart
  return { kind, ...judge(start.text(), { kind, type, subject }) }
}

/** Keeps the first bytes of what comes in pieces, up to the end of a piece. */
function createStart(bytes: number) {
  const pieces: Buffer[] = []
  let room = bytes
  return {
    take(piece: Buffer): void {
      if (room > 0) pieces.push(piece)
      room -= piece.length
    },
    text: () => Buffer.concat(pieces).toString('utf8'),
  }
}
