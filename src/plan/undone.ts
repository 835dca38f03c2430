import type { Digest } from '../domain/digest.ts'
import { type Proof, VerificationError } from '../domain/errors.ts'
import type { ImageName, Tag } from '../domain/reference.ts'
import type { Repair } from './settle.ts'

/**
 * Why something is taken back. `bad`: the image failed its checks, so no version keeps it, whoever wrote its tag. `unfinished`: the run
 * did not come to its end, so a version that cannot be deleted must not count. `overwritten`: somebody else has written some of its tags;
 * the image is good, so nothing is recorded.
 */
export type Why = 'bad' | 'unfinished' | 'overwritten'

/**
 * What became of one tag. `back`: it is as it was, or gone. `withdrawn`: its version is recorded as withdrawn. `theirs`: somebody else
 * has written it meanwhile, and it stays. `left`: it could not be put back.
 */
export type UndoneKind = 'back' | 'withdrawn' | 'theirs' | 'left'

/** One tag of what was taken back. */
export interface UndoneTag {
  readonly tag: Tag
  readonly kind: UndoneKind
  /** What it should hold again; undefined where it did not exist, or where that does not matter. */
  readonly before: Digest | undefined
  /** What follows its name in a sentence; may hold foreign text. */
  readonly text: string
}

/** What was taken back of one image. */
export interface Undone {
  readonly image: ImageName
  /** The suffix of its tags; '' where there is none. */
  readonly suffix: string
  readonly why: Why
  /** In the order in which it was done; empty where nothing had been written. */
  readonly tags: readonly UndoneTag[]
  /** Moving tags that were brought to the highest version afterwards. */
  readonly repairs: readonly Repair[]
}

/** Whether nothing is left to do for a tag. */
export function isDone({ kind }: UndoneTag): boolean {
  return kind === 'back' || kind === 'withdrawn'
}

const REASONS: Readonly<Record<Proof, Why | undefined>> = {
  image: 'bad',
  tags: 'overwritten',
  other: undefined,
}

/** Undefined where a registry or an engine in trouble, or too little time, says nothing about what was published. */
export function whyTakenBack(error: unknown): Why | undefined {
  return error instanceof VerificationError ? REASONS[error.proves] : undefined
}
