import type { Context } from '../domain/context.ts'
import type { Pair } from './inputs/parsers.ts'
import { member } from './payload.ts'

/** The commit that is published. */
export interface Commit {
  readonly sha: string
  /** Commit time in seconds since the epoch; undefined where there is no checkout to ask. */
  readonly time: number | undefined
}

/**
 * The standard labels of an image (OCI image-spec, annotations.md). `created` is the commit's date, not the clock's, so
 * that a second build of one commit gives the same bytes.
 */
export function standardLabels(
  context: Context,
  commit: Commit,
  version: string | undefined,
): readonly Pair[] {
  const repository = repositoryOf(context.payload)
  const url = `${context.serverUrl}/${context.repository}`
  const [, title = context.repository] = context.repository.split('/')
  const created = commit.time === undefined ? undefined : new Date(commit.time * 1000).toISOString()
  const labels: readonly (readonly [string, string | undefined])[] = [
    ['title', title],
    ['description', repository.description],
    ['url', url],
    ['source', url],
    ['version', version],
    ['revision', commit.sha],
    ['created', created],
    ['licenses', repository.license],
  ]
  return labels.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name: `org.opencontainers.image.${name}`, value }],
  )
}

/** Annotation with the number of the run that built an image. */
export const RUN_NUMBER = 'ghcr-publish.run-number'
/** Annotation with the workflow that built an image, as in `octocat/hello-world/.github/workflows/publish.yml`. */
export const WORKFLOW = 'ghcr-publish.workflow'

/**
 * Which run built an image: later runs go by it where GitHub does not tell which of two commits is the older. For branches
 * only, because the bytes of a version must be the same for every run. Empty where the runner does not tell both.
 */
export function runAnnotations({ workflow, runNumber }: Context): readonly Pair[] {
  if (workflow === undefined || runNumber === undefined) return []
  return [
    { name: RUN_NUMBER, value: String(runNumber) },
    { name: WORKFLOW, value: workflow },
  ]
}

/** What the event's payload says about the repository; one line each, for it ends up in arguments and tables. */
function repositoryOf(payload: unknown): { description: string | undefined; license: string | undefined } {
  const repository = member(payload, 'repository')
  return {
    description: line(member(repository, 'description')),
    license: license(line(member(repository, 'license', 'spdx_id'))),
  }
}

function line(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return value
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 512)
}

/** GitHub writes NOASSERTION where it could not tell. */
function license(id: string | undefined): string | undefined {
  return id === 'NOASSERTION' ? undefined : id
}
