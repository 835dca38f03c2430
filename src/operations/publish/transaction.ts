import type { Plan } from '../../plan/publish.ts'
import type { Published } from '../../plan/published.ts'
import { sourceOf } from '../../plan/source.ts'
import { linesOf, type Publication } from '../../steps/tags/publish.ts'
import type { Run } from './run.ts'

/** What the tags of a run are decided by. A branch's tag goes by the history of the branch. */
export function publicationOf({ host, inputs }: Run, plan: Plan): Publication {
  const { tags, publishing, commit, target } = plan
  const publication = { tags, publishing, latest: inputs.identity.latest }
  const source = sourceOf(inputs.identity, host.runner.context, commit.sha, [])
  if (tags.branch === undefined || source?.kind !== 'branch') return { ...publication, branch: undefined }
  const place = { image: target.image, tag: tags.branch, branch: source.name, commit: commit.sha }
  return { ...publication, branch: { ...place, run: host.runner.context } }
}

/** What the post step looks at once more: other runs at the same time may write the same tags. */
export function lookedAtAgain(publication: Publication): Pick<Published, 'lines' | 'branch'> {
  const { branch } = publication
  return { lines: linesOf(publication).moving, branch: branch && { tag: branch.tag, name: branch.branch } }
}
