import type { AttestationKind } from '../../domain/attestation.ts'
import { type Digest, parseDigest } from '../../domain/digest.ts'
import type { InputFault } from '../../domain/errors.ts'
import { parseTag, type Tag } from '../../domain/reference.ts'
import { smokeContradictions } from './behaviour.ts'
import { buildRows } from './build.ts'
import { identityRows } from './identity.ts'
import { choice, commas, flag, quote } from './parsers.ts'
import { registryRows } from './registry.ts'
import { requiredContradictions, requiredRows } from './required.ts'
import { Fault, optional, type Parser, withDefault } from './row.ts'
import { parseTable, type TableValues } from './table.ts'
import { trialRows } from './trial.ts'

const reference: Parser<Tag | Digest> = (text) => {
  const found = parseDigest(text) ?? parseTag(text)
  if (found !== undefined) return found
  return new Fault({
    found: `${quote(text)} is neither a tag nor a digest.`,
    allowed: 'a tag such as latest or v1.2.3, or a digest such as sha256:… with 64 hex digits',
    remedy: 'The name of the image belongs into image:.',
  })
}

const digest: Parser<Digest> = (text) =>
  parseDigest(text) ??
  new Fault({ found: `${quote(text)} is not a digest.`, allowed: 'sha256: and 64 hex digits, lower-case' })

const attestations: Parser<'auto' | boolean | readonly AttestationKind[]> = (text) => {
  if (/^auto$/i.test(text)) return 'auto'
  const on = flag(text)
  if (!(on instanceof Fault)) return on
  const kinds = commas(choice('sbom', 'provenance'))(text)
  if (!(kinds instanceof Fault) && kinds.length > 0) return [...new Set(kinds)]
  return new Fault({
    found: `${quote(text)} cannot be used.`,
    allowed: 'auto, true, false, sbom, provenance, or both of these by comma',
  })
}

const verifyRows = {
  image: {
    ...identityRows.image,
    description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
  },
  reference: withDefault('reference', 'latest', reference, 'Tag or digest of the image to look at.'),
  digest: optional('digest', digest, 'Digest that `reference` has to be, such as the output of a publish.'),
  platforms: optional(
    'platforms',
    buildRows.platforms.parse,
    'Platforms that the image has to have, no more and no fewer, by comma or line. Default: whatever is there.',
  ),
  attestations: withDefault(
    'attestations',
    'auto',
    attestations,
    'Attestations that every platform has to have: `sbom`, `provenance` or both by comma; `true` any; `auto` what one of them has; `false` none.',
  ),
}

/** The table of all inputs of the verify action. */
export const VERIFY_TABLE = {
  verify: verifyRows,
  signature: requiredRows,
  smoke: trialRows,
  registry: {
    ...registryRows,
    password: {
      ...registryRows.password,
      description:
        'Token or password. The default is sent to the registry of GitHub only; `permissions: packages: read` is enough, and a public package needs none.',
    },
  },
}

/** All inputs of the verify action, parsed. */
export type VerifyInputs = TableValues<typeof VERIFY_TABLE>

/**
 * Parses every input of the verify action.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
export function parseVerifyInputs(
  get: (name: string) => string,
  more: readonly InputFault[] = [],
): VerifyInputs {
  return parseTable(VERIFY_TABLE, get, ({ smoke, signature }) => [
    ...requiredContradictions(signature),
    ...smokeContradictions(smoke),
    ...more,
  ])
}
