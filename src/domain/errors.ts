/**
 * The closed set of errors, by what the reader has to do. Every message says what was found, what is allowed and
 * what to do next; the cause is kept.
 */
export interface Trouble {
  /** What was found, in one sentence. */
  readonly found: string
  /** What would have been right, where that can be said. */
  readonly allowed?: string | undefined
  /** The next step for the person who reads the log: a YAML line, a command, a settings page. */
  readonly remedy?: string | undefined
}

/** One sentence of a fault report per part that is known. */
export function describe(trouble: Trouble): string {
  const allowed = trouble.allowed === undefined ? '' : ` Allowed: ${trouble.allowed}.`
  const remedy = trouble.remedy === undefined ? '' : ` ${trouble.remedy}`
  return `${trouble.found}${allowed}${remedy}`
}

abstract class TroubleError extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble, options?: { cause?: unknown }) {
    super(describe(trouble), options)
    this.trouble = trouble
  }
}

/** A fault of one input: its name as written in the workflow, and what is wrong with its value. */
export interface InputFault extends Trouble {
  readonly input: string
}

/** Inputs that cannot be used. Holds every fault of every input, so that one run shows them all. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly faults: readonly InputFault[]
  constructor(faults: readonly InputFault[]) {
    const lines = faults.map((fault) => `  ${fault.input}: ${describe(fault)}`)
    super(
      `${faults.length === 1 ? 'One input' : `${faults.length} inputs`} cannot be used:\n${lines.join('\n')}`,
    )
    this.faults = faults
  }
}

/** A child process that failed, could not be started, or ran out of time. */
export class CommandError extends TroubleError {
  override readonly name = 'CommandError'
  /** The last lines that it wrote, as it wrote them. */
  readonly evidence: readonly string[]
  constructor(trouble: Trouble, options?: { cause?: unknown; evidence?: readonly string[] }) {
    super(trouble, options)
    this.evidence = options?.evidence ?? []
  }
}

/** What a registry's answer means for the reader. `temporary` ones are worth another try. */
export type RegistryErrorKind =
  | 'unauthorized'
  | 'denied'
  | 'not-found'
  | 'temporary'
  | 'unreachable'
  | 'invalid-answer'
  | 'rejected'

/** A registry request that failed, classified by its answer. */
export class RegistryError extends TroubleError {
  override readonly name = 'RegistryError'
  readonly kind: RegistryErrorKind
  readonly status: number | undefined
  /** The registry's own words: `code: message` of its error body, defused. */
  readonly answer: string | undefined
  /** The media type of what was read whole and is no image, such as a chart. */
  readonly foreignType: string | undefined
  constructor(
    kind: RegistryErrorKind,
    trouble: Trouble,
    options?: {
      cause?: unknown
      status?: number | undefined
      answer?: string | undefined
      foreignType?: string | undefined
    },
  ) {
    super(trouble, options)
    this.kind = kind
    this.status = options?.status
    this.answer = options?.answer
    this.foreignType = options?.foreignType
  }
}

/**
 * What a failed check has proved. `image`: the image itself is bad, whoever holds it. `tags`: tags hold something else than they should,
 * which says nothing about the image. `other`: neither.
 */
export type Proof = 'image' | 'tags' | 'other'

/** Something that was built or published is not what was asked for. */
export class VerificationError extends TroubleError {
  override readonly name = 'VerificationError'
  readonly proves: Proof
  constructor(trouble: Trouble, options?: { cause?: unknown; proves?: Proof }) {
    super(trouble, options)
    this.proves = options?.proves ?? 'other'
  }
}

/** Something that must not be done here: an event, a permission, an environment below the floor. */
export class PolicyError extends TroubleError {
  override readonly name = 'PolicyError'
}
