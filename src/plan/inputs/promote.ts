import { type Digest, parseDigest } from '../../domain/digest.ts'
import type { InputFault } from '../../domain/errors.ts'
import {
  formatImageName,
  type ImageName,
  isReservedTag,
  parseImageName,
  parseTag,
  type Tag,
} from '../../domain/reference.ts'
import { identityRows, image, version } from './identity.ts'
import { autoOr, commas, flag, quote } from './parsers.ts'
import { type RegistryInputs, registryRows } from './registry.ts'
import { type RequiredInputs, requiredContradictions, requiredRows } from './required.ts'
import { Fault, list, optional, type Parser, parseRows, type Values, withDefault } from './row.ts'

/** A published image, by its tag or by its digest. */
export type PublishedReference =
  | { readonly kind: 'tag'; readonly image: ImageName; readonly tag: Tag }
  | { readonly kind: 'digest'; readonly image: ImageName; readonly digest: Digest }

const ALLOWED = 'image:tag or image@sha256:…, such as ghcr.io/owner/app:v1.2.3'

const reference: Parser<PublishedReference> = (text) => {
  const wrong = (what: string) => new Fault({ found: `${quote(text)} ${what}.`, allowed: ALLOWED })
  const [whole, hash] = text.split(/@(.*)/s)
  const [, name = whole ?? '', tag] = /^(.+):([^:/]*)$/.exec(whole ?? '') ?? []
  const image = parseImageName(name)
  if ('fault' in image) return wrong(image.fault)
  if (hash !== undefined && tag !== undefined) {
    return new Fault({
      found: `${quote(text)} has a tag and a digest.`,
      allowed: ALLOWED,
      remedy: 'Write from: with the tag, and digest: with the digest that it has to have.',
    })
  }
  if (hash !== undefined) {
    const digest = parseDigest(hash)
    return digest === undefined ? wrong('has no valid digest') : { kind: 'digest', image, digest }
  }
  if (tag === undefined) return wrong('has neither a tag nor a digest')
  const named = parseTag(tag)
  if (named === undefined) return wrong('has no valid tag')
  return isReservedTag(named)
    ? wrong('names no release: signatures, caches and candidates live under such tags')
    : { kind: 'tag', image, tag: named }
}

/** Each image once, in the order written. */
const images: Parser<readonly ImageName[]> = (text) => {
  const found = commas(image)(text)
  return found instanceof Fault
    ? found
    : [...new Map(found.map((one) => [formatImageName(one), one])).values()]
}

const digest: Parser<Digest> = (text) =>
  parseDigest(text) ??
  new Fault({ found: `${quote(text)} is not a digest.`, allowed: 'sha256: and 64 of 0-9 a-f' })

/** What is promoted, to where, and under which tags. */
export const promoteRows = {
  from: optional(
    'from',
    reference,
    'Required: the published image to take, `image:tag` or `image@sha256:…`.',
  ),
  to: list('to', images, 'Required: names of the images to promote to, without a tag, by comma or line.'),
  tag: optional(
    'tag',
    version,
    'Version to promote as, such as `v1.2.3`. Default: the version that the image says of itself, else the tag of `from`.',
  ),
  extraTags: identityRows.extraTags,
  tagSuffix: identityRows.tagSuffix,
  vPrefix: withDefault(
    'v-prefix',
    'keep',
    identityRows.vPrefix.parse,
    'How version tags are written: `keep` as at the source, `strip` the `v`, or `both`.',
  ),
  latest: identityRows.latest,
  overwrite: withDefault(
    'overwrite',
    'false',
    flag,
    'Whether a version that a target has already, as another image, is replaced. Versions do not change otherwise.',
  ),
  digest: optional('digest', digest, 'Digest that `from` has to have, `sha256:…`; another one is refused.'),
  dryRun: withDefault(
    'dry-run',
    'auto',
    autoOr(flag),
    'Tell what would be written and write nothing: `auto` for pull requests and other events that may not publish, `true`, `false`.',
  ),
}

/** The table of all inputs of the sub-action, by group. */
export const PROMOTE_TABLE = { promotion: promoteRows, signature: requiredRows, registry: registryRows }

type Promotion = Omit<Values<typeof promoteRows>, 'from'>

/** All inputs of the sub-action, parsed. */
export interface PromoteInputs {
  readonly from: PublishedReference
  readonly promotion: Promotion
  readonly signature: RequiredInputs
  readonly registry: RegistryInputs
}

/** Inputs whose faults are still being collected; the source may be one of them. */
export type ReadInputs = Omit<PromoteInputs, 'from'> & { readonly from: PublishedReference | undefined }

/**
 * Parses every input.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param faults gets what is wrong with each
 */
export function parsePromoteInputs(get: (name: string) => string, faults: InputFault[]): ReadInputs {
  const { from, ...promotion } = parseRows(promoteRows, get, faults)
  const signature = parseRows(requiredRows, get, faults)
  const registry = parseRows(registryRows, get, faults)
  faults.push(...requiredContradictions(signature))
  for (const [name, like] of [
    ['from', 'ghcr.io/owner/dev/app:v1.2.3'],
    ['to', 'ghcr.io/owner/prod/app'],
  ] as const) {
    if (faults.some(({ input }) => input === name)) continue
    if (name === 'from' ? from === undefined : promotion.to.length === 0)
      faults.push({ input: name, found: 'it is missing.', remedy: `Write ${name}: ${like}.` })
  }
  if (from?.kind === 'digest' && promotion.digest !== undefined && promotion.digest !== from.digest)
    faults.push({
      input: 'digest',
      found: `it is ${promotion.digest}, and from names ${from.digest}.`,
      remedy: 'Write the same twice, or leave digest: out.',
    })
  return Object.freeze({ from, promotion, signature, registry })
}
