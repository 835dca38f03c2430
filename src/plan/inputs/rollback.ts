import { type Digest, parseDigest } from '../../domain/digest.ts'
import type { InputFault } from '../../domain/errors.ts'
import { isReservedTag, parseTag, type Tag } from '../../domain/reference.ts'
import { parseVersion, type Version } from '../../domain/version.ts'
import { type Line, lineOf, versionOf } from '../lines.ts'
import { smokeContradictions } from './behaviour.ts'
import { identityRows } from './identity.ts'
import { commas, flag, quote } from './parsers.ts'
import { registryRows } from './registry.ts'
import { requiredContradictions, requiredRows } from './required.ts'
import { Fault, optional, type Parser, withDefault } from './row.ts'
import { parseTable, type TableValues } from './table.ts'
import { trialRows } from './trial.ts'

/** Where a tag goes, where somebody wrote it. */
export type Destination =
  | { readonly kind: 'version'; readonly version: Version }
  | { readonly kind: 'digest'; readonly digest: Digest }

const destination: Parser<Destination> = (text) => {
  const digest = parseDigest(text)
  if (digest !== undefined) return { kind: 'digest', digest }
  const version = parseVersion(text)
  if (version !== undefined) return { kind: 'version', version }
  return new Fault({
    found: `${quote(text)} is neither a version nor a digest.`,
    allowed: 'a version such as v1.2.3, a digest such as sha256:… with 64 hex digits, or nothing',
  })
}

const tagName: Parser<Tag> = (text) => {
  const tag = parseTag(text)
  if (tag !== undefined) return tag
  return new Fault({
    found: `${quote(text)} (${text.length} characters) is not a valid tag.`,
    allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
  })
}

/** At least one tag: a list of nothing but commas would move none without a word. */
const tagNames: Parser<readonly Tag[]> = (text) => {
  const found = commas(tagName)(text)
  if (found instanceof Fault || found.length > 0) return found
  return new Fault({ found: 'it names no tag.', allowed: 'latest, v1, v1.2' })
}

const rollbackRows = {
  image: {
    ...identityRows.image,
    description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
  },
  tag: withDefault(
    'tag',
    'latest',
    tagNames,
    'Tags to move back, by comma or line: `latest`, `v1`, `v1.2`, or extra tags of your own.',
  ),
  to: optional(
    'to',
    destination,
    'Version or digest to go to. Default: the highest stable version below the present one, in the line of each tag, that is not withdrawn.',
  ),
  tagSuffix: {
    ...identityRows.tagSuffix,
    description:
      'Suffix of every tag, such as `-alpine`; it is added to `tag` and `to` where it does not stand there.',
  },
  withdraw: withDefault(
    'withdraw',
    'true',
    flag,
    'Whether the version that the tags leave is recorded as withdrawn, so that no later publish moves them back to it.',
  ),
  dryRun: withDefault('dry-run', 'false', flag, 'Check and test without writing anything.'),
}

/** The table of all inputs of the rollback action. */
export const ROLLBACK_TABLE = {
  rollback: rollbackRows,
  signature: requiredRows,
  smoke: trialRows,
  registry: registryRows,
}

/** All inputs of the rollback action, parsed. */
export type RollbackInputs = TableValues<typeof ROLLBACK_TABLE>

/** A tag that may be rolled back, and the line that it follows; undefined for an extra tag, which follows none. */
export interface RollbackTag {
  readonly tag: Tag
  readonly line: Line | undefined
}

/**
 * Parses every input of the rollback action.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
export function parseRollbackInputs(
  get: (name: string) => string,
  more: readonly InputFault[] = [],
): RollbackInputs {
  return parseTable(ROLLBACK_TABLE, get, ({ rollback, smoke, signature }) => [
    ...rollbackTags(rollback).flatMap((one) => ('found' in one ? [one] : [])),
    ...requiredContradictions(signature),
    ...smokeContradictions(smoke),
    ...more,
  ])
}

/** The tags to move back, with their suffix, each once; or why one of them may not be. */
export function rollbackTags({
  tag: names,
  tagSuffix = '',
}: RollbackInputs['rollback']): readonly (RollbackTag | InputFault)[] {
  const full = names.map((name) => (name.endsWith(tagSuffix) ? name : `${name}${tagSuffix}`))
  return [...new Set(full)].map((name) => {
    const tag = parseTag(name)
    if (tag === undefined) return fault(name, 'is longer than the 128 characters of a tag', undefined)
    return refusal(tag, tagSuffix) ?? { tag, line: lineOf(tag, tagSuffix) }
  })
}

/** Whether a name, with its suffix, is one that a rollback takes. */
export function mayBeRolledBack(name: string, suffix: string): boolean {
  const tag = parseTag(name)
  return tag !== undefined && refusal(tag, suffix) === undefined
}

/** A name for good cannot name something else: only what moves may be moved back. */
function refusal(tag: Tag, suffix: string): InputFault | undefined {
  const remedy = 'Name the tags that move, such as latest, v1 or v1.2.'
  if (isReservedTag(tag)) {
    return fault(tag, "is reserved: signatures, caches and this action's own records live under it", remedy)
  }
  if (parseVersion(tag) !== undefined || versionOf(tag, suffix) !== undefined)
    return fault(tag, 'names one version for good, and is never moved', remedy)
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})(?:-.*)?$/.test(tag))
    return fault(tag, 'names one commit for good, and is never moved', remedy)
  if (/^pr-\d+(?:-.*)?$/.test(tag)) return fault(tag, 'belongs to a pull request', remedy)
  return undefined
}

function fault(tag: string, what: string, remedy: string | undefined): InputFault {
  return { input: 'tag', found: `${quote(tag)} ${what}.`, remedy }
}
