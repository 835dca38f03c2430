import { expect } from '@jest/globals'
import type { JobResult } from '../rig/publish.ts'

/** Tags that name a release; caches and candidates are none. */
export function releaseTags({ tags }: JobResult): readonly string[] {
  return Object.keys(tags).filter((tag) => !/^(?:candidate|buildcache.*|sha256-.*)$/.test(tag))
}

/** A job that failed before the tags: with a message, without a trace. */
export function expectUntouched(job: JobResult, message: RegExp): void {
  expect({ status: job.status, code: job.main.code }).toEqual({ status: 'failure', code: 1 })
  expect(job.annotations.join('\n')).toMatch(message)
  expect(releaseTags(job)).toEqual([])
  expect(job.left).toEqual({})
}
