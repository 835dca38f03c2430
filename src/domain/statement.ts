import type { AttestationKind } from './attestation.ts'
import { type Digest, parseDigest } from './digest.ts'
import { isObject, type Json, objectOf } from './json.ts'
import { type Bill, parseBill } from './spdx.ts'

/** What the registry says of a statement before anybody has read it. */
export interface Claim {
  readonly kind: AttestationKind
  /** The predicate type by the annotation beside it. */
  readonly type: string
  /** The platform's manifest, to which the statement is attached. */
  readonly subject: Digest
}

/** What a statement proves to be. `why` goes on after "what is attached as one". */
export type Judged =
  | { readonly verdict: 'good'; readonly bill: Bill | undefined }
  | { readonly verdict: 'refused'; readonly why: string }

const TOO_LARGE = 'is too large to be read'

/**
 * Holds an in-toto statement to what is claimed of it (in-toto attestation, statement v0.1 and v1; SPDX 2.3; SLSA provenance v0.2 and v1).
 * Foreign text: nothing is assumed.
 * @param text JSON
 */
export function judgeStatement(text: string, claim: Claim): Judged {
  const statement = parsed(text)
  if (statement === undefined) return refused('is no JSON')
  return judgeHead(statement, claim) ?? judgePredicate(statement.predicate, claim)
}

/**
 * The same of a statement that is too large to be parsed: what stands before its predicate is judged. BuildKit writes that first. Only an
 * SBOM may be so large.
 * @param start its first bytes
 */
export function judgeStart(start: string, claim: Claim): Judged {
  const statement = claim.kind === 'sbom' ? parsed(headOf(start)) : undefined
  if (statement === undefined) return refused(TOO_LARGE)
  return judgeHead(statement, claim) ?? { verdict: 'good', bill: undefined }
}

/** What is wrong with everything but the predicate; undefined where nothing is. */
function judgeHead(statement: Json, { type, subject }: Claim): Judged | undefined {
  const { _type: format, predicateType } = statement
  if (typeof format !== 'string' || !format.startsWith('https://in-toto.io/Statement/'))
    return refused('is no in-toto statement')
  if (predicateType !== type) return refused(`is ${shown(predicateType)}, and not ${shown(type)}`)
  const subjects = subjectsOf(statement)
  if (subjects.includes(subject)) return undefined
  const [first] = subjects
  return refused(first === undefined ? 'names no image' : `is of another image, ${first}`)
}

function judgePredicate(predicate: unknown, { kind, type }: Claim): Judged {
  if (kind === 'sbom') {
    const bill = parseBill(predicate)
    return bill === undefined ? refused('holds no SPDX document') : { verdict: 'good', bill }
  }
  return isProvenance(objectOf(predicate), type)
    ? { verdict: 'good', bill: undefined }
    : refused('does not say how anything was built')
}

/** Whether it has the members that its version requires. BuildKit leaves the builder's id empty. */
function isProvenance({ builder, buildDefinition, runDetails }: Json, type: string): boolean {
  if (type.startsWith('https://slsa.dev/provenance/v0.')) return isObject(builder)
  return isObject(buildDefinition) && isObject(objectOf(runDetails).builder)
}

/** The images that it is of, by the digests of their manifests. */
function subjectsOf({ subject }: Json): readonly Digest[] {
  const all: readonly unknown[] = Array.isArray(subject) ? subject : []
  return all.flatMap((one) => parseDigest(`sha256:${objectOf(objectOf(one).digest).sha256}`) ?? [])
}

/** The brackets and texts of JSON; a text may be cut off at the end. */
const TOKENS = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\]]/gs

/** A statement without its predicate and what comes after that; empty where the predicate has not begun. */
function headOf(start: string): string {
  let depth = 0
  for (const { 0: token, index } of start.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    const isMember = depth === 1 && token === '"predicate"' && /^\s*:/.test(start.slice(index + token.length))
    if (isMember) return `${start.slice(0, index).replace(/,\s*$/, '')}}`
  }
  return ''
}

function parsed(text: string): Json | undefined {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** A predicate type as it may stand in a message; foreign text. */
function shown(type: unknown): string {
  if (type === undefined) return 'of no type'
  return typeof type === 'string' && /^[\w./:#+~-]{1,100}$/.test(type) ? type : 'of a type that nobody knows'
}

function refused(why: string): Judged {
  return { verdict: 'refused', why }
}
