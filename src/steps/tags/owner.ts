import type { Digest } from '../../domain/digest.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import { type Origin, parseOrigin } from '../../plan/branch.ts'
import type { Entry } from '../../plan/journal.ts'
import type { Undo } from './undo.ts'

/** Whether a tag holds what this run wrote, as far as that can be proved. */
export async function isOurs(host: Host, undo: Undo, { after }: Entry, now: Digest): Promise<boolean> {
  const own = after ?? undo.digest
  if (own !== undefined) return now === own
  // Of a build that was killed before it told its digest only the image of a branch names the run.
  const { workflow, runNumber } = host.runner.context
  const origin = await originOf(host, undo, now)
  if (runNumber === undefined || workflow === undefined || origin?.revision !== undo.commit) return false
  return origin.runNumber === runNumber && origin.workflow === workflow
}

/**
 * Who wrote what is not ours, in words. What the build or another run of the same commit wrote, and nobody can tell which, is not
 * taken back.
 */
export async function writerOf(host: Host, undo: Undo, { after }: Entry, now: Digest): Promise<string> {
  if ((after ?? undo.digest) !== undefined) return 'somebody else wrote'
  const twin = (await originOf(host, undo, now))?.revision === undo.commit
  return twin ? 'this run or another one pushed from this commit' : 'somebody else wrote'
}

async function originOf(host: Host, { image }: Undo, digest: Digest): Promise<Origin | undefined> {
  const held = await readHeld(host.registry, image, digest)
  return held && parseOrigin(held.marks)
}
