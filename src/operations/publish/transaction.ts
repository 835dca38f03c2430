import type { Plan } from '../../plan/publish.ts'
import { sourceOf } from '../../plan/source.ts'
import { decideBranch } from '../../steps/branch.ts'
import type { Publication } from '../../steps/tags/publish.ts'
import type { Run } from './run.ts'

/** What the tags of a run are decided by. A branch's tag goes by the history of the branch, asked at this moment. */
export async function publicationOf({ host, inputs }: Run, plan: Plan): Promise<Publication> {
  const { tags, publishing, commit, target } = plan
  const publication = { tags, publishing, latest: inputs.identity.latest }
  const source = sourceOf(inputs.identity, host.runner.context, commit.sha, [])
  if (tags.branch === undefined || source?.kind !== 'branch') return { ...publication, decided: [] }
  const place = { image: target.image, tag: tags.branch, branch: source.name, commit: commit.sha }
  const move = await decideBranch(host, { ...place, run: host.runner.context })
  if (!move.move) host.log.notice(`The tag ${move.tag} stays where it is: ${move.reason}.`)
  return { ...publication, decided: [move] }
}
