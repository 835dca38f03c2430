import { expect } from '@jest/globals'
import type { JobResult } from '../rig/publish.ts'

/** The least that can be published: one platform, nothing attached. */
export const SMALL = { platforms: 'linux/amd64', sbom: 'false', cache: 'off' } as const

/** The commit point: tags that name a release. The candidate and caches are none. */
export function releaseTags({ tags }: Pick<JobResult, 'tags'>): readonly string[] {
  return Object.keys(tags).filter((tag) => !/^(?:candidate|buildcache.*|sha256-.*|withdrawn-.*)$/.test(tag))
}

/** Requests that wrote, or tried to write, a manifest under a name; a candidate is no release. */
export function releaseWrites({ requests }: Pick<JobResult, 'requests'>): readonly string[] {
  return requests
    .filter(
      ({ method, path }) => method === 'PUT' && /\/manifests\/(?!sha256:|candidate$|buildcache)/.test(path),
    )
    .map(({ path }) => path.replace(/^.*\/manifests\//, ''))
}

/**
 * Holds a job to having failed in main with one message, with every release tag where it was, and nothing left behind.
 * @returns the message
 */
export function failedInMain(job: JobResult, tagsBefore: Readonly<Record<string, string>> = {}): string {
  const { main, post, left, outputs } = job
  const [error = '', ...more] = main.annotations.error
  expect({ more, left, outputs }).toEqual({ more: [], left: {}, outputs: {} })
  expect({ main: [main.result, main.code], post: [post?.result, post?.code] }).toEqual({
    main: ['failure', 1],
    post: ['success', 0],
  })
  expect(releaseWrites(job)).toEqual([])
  const tags = Object.fromEntries(Object.entries(job.tags).filter(([tag]) => releaseTags(job).includes(tag)))
  const before = Object.fromEntries(
    Object.entries(tagsBefore).filter(([tag]) => releaseTags({ tags: tagsBefore }).includes(tag)),
  )
  expect(tags).toEqual(before)
  return error
}

/**
 * Holds a job to having published, or rehearsed, and left nothing behind.
 * @throws with the job's log where it failed: that says more than a status
 */
export function succeeded(job: JobResult): void {
  if (job.status !== 'success') throw new Error(`The job ended as ${job.status}:\n${job.log.slice(-6000)}`)
  expect(job.left).toEqual({})
}

/**
 * Holds a job to having published in main and failed in post, with nothing left behind.
 * @throws with the job's log where it ended in another way
 * @returns the errors of post, one below the other
 */
export function failedInPost(job: JobResult | undefined): string {
  const ends = [job?.main, job?.post].map((stage) => `${stage?.result} ${stage?.code}`)
  if (ends.join() !== 'success 0,failure 1')
    throw new Error(`Main and post ended as ${ends.join(' and ')}:\n${job?.log.slice(-6000)}`)
  expect(job).toMatchObject({ status: 'failure', left: {} })
  return job?.post?.annotations.error.join('\n') ?? ''
}
