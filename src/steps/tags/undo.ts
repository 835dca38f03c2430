import type { Digest } from '../../domain/digest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Journal } from '../../plan/journal.ts'
import type { UndoneKind, Why } from '../../plan/undone.ts'
import { SHOWN_WITHIN, UNDER_WAY_WITHIN } from './write.ts'

/** Why something is taken back, and what the registry may not show yet of it. */
export interface Occasion {
  readonly why: Why
  /** When the run had sent all that it wrote, in milliseconds since the epoch. */
  readonly since: number
  /** Whether something may still be on its way to the registry: the run was killed, or did not hear an answer. */
  readonly underWay: boolean
}

/** What is taken back. */
export interface Undo extends Occasion {
  readonly image: ImageName
  /** The image that must not stay published; undefined where a build pushed its tags itself and nobody knows. */
  readonly digest: Digest | undefined
  /** The commit that it was built from: its image and another run's of the same commit cannot be told apart then. */
  readonly commit: string
  readonly journal: Journal
  /** Tags that name the version for good: where they cannot be deleted, the version is recorded as withdrawn. */
  readonly fixed: readonly Tag[]
  /** Whether every write is taken back; otherwise writes of other images are repairs forward, right whatever became of the run. */
  readonly whole: boolean
}

/** What became of one tag. */
export interface Words {
  readonly kind: UndoneKind
  /** What follows its name in a sentence; may hold foreign text. */
  readonly text: string
}

/** Reads back what was written, and says what became of it. */
export type ReadBack<T> = () => Promise<T>

/** From when on every answer shows all that the run wrote, in milliseconds since the epoch. */
export function sureAt({ since, underWay }: Occasion): number {
  return since + (underWay ? UNDER_WAY_WITHIN : 0) + SHOWN_WITHIN
}
