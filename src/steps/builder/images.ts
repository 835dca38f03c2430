import { CommandError } from '../../domain/errors.ts'
import { passingTrouble } from '../../domain/outage.ts'
import type { Host } from '../../host/host.ts'
import type { ToolImage } from '../../plan/pins.ts'
import type { Session } from '../../plan/state.ts'

/**
 * Sees to it that the engine holds an image that this action uses as a tool. Where its registry is down or limits us, the same bytes
 * come from the mirror, once and in words. What was not there before is removed by post.
 * @returns the reference by which the engine holds it
 * @throws CommandError where it cannot be had
 */
export async function obtain(
  host: Host,
  session: Session,
  { reference, mirror }: ToolImage,
): Promise<string> {
  if (await host.engine.hasImage(reference)) return reference
  try {
    await pull(host, session, reference)
    return reference
  } catch (error) {
    const trouble = error instanceof CommandError ? passingTrouble(saidBy(error)) : undefined
    const stopped = host.processes.stopped !== undefined
    if (!(error instanceof CommandError) || trouble === undefined || mirror === undefined || stopped)
      throw error
    const why =
      trouble === 'rate limit'
        ? 'its registry limits how often it may be asked'
        : 'its registry is out of reach'
    host.log.warning(
      `${reference} cannot be pulled, as ${why}. The same image is taken from ${mirror} instead.`,
    )
    host.log.child('', error.trouble.found)
    if (!(await host.engine.hasImage(mirror))) await pull(host, session, mirror)
    return mirror
  }
}

async function pull(host: Host, session: Session, reference: string): Promise<void> {
  session.keep({ images: [...session.state.images, reference] })
  host.log.info(`Pulling ${reference}.`)
  await host.engine.pull(reference)
}

/** All that is known of an error, to tell its kind by. */
export function saidBy(error: CommandError): string {
  return [error.trouble.found, ...error.evidence].join('\n')
}
