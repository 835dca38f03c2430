import type { Plan } from '../../plan/publish.ts'
import type { Publication } from '../../steps/tags/publish.ts'
import { takeBack } from '../../steps/tags/restore.ts'
import type { Run } from './run.ts'

/** What the tags of a run are decided by. */
export function publicationOf({ inputs }: Run, { tags, publishing }: Plan): Publication {
  return { tags, publishing, latest: inputs.identity.latest, decided: [] }
}

/** Puts the tags back at once where a later step fails. Where the job is being stopped, post has the time for it. */
export async function orTakeBack<T>({ host, session }: Run, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (host.processes.stopped === undefined)
      await takeBack(host, session.state, (change) => session.keep(change))
    throw error
  }
}
