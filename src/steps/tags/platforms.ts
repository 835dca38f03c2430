import { imagesIn } from '../../domain/manifest.ts'
import type { Platform } from '../../domain/platform.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { keepPlatforms, type Move, type MoveRules } from '../../plan/moves.ts'
import { keptWords } from './branch.ts'

/** Moves, with the one in place that something else than the forward rule decides; a word on it where it stays. */
export function withDecided(
  host: Host,
  moves: readonly Move[],
  decided: Move | undefined,
  rules: MoveRules,
): readonly Move[] {
  const one = decided && keepPlatforms(decided, rules)
  if (one?.move === false) host.log.notice(keptWords(one))
  return moves.map((move) =>
    move.tag === one?.tag ? { tag: one.tag, move: one.move, reason: one.reason } : move,
  )
}

/** The platforms of an index; a single manifest does not name its own. What is adopted may have more than were asked for. */
export function platformsOf({ content }: StoredManifest): readonly Platform[] | undefined {
  if (content.kind === 'manifest') return undefined
  const platforms = imagesIn(content).flatMap(({ platform }) => platform ?? [])
  return platforms.length === 0 ? undefined : platforms
}
