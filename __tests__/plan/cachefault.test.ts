import { describe, expect, test } from '@jest/globals'
import { isCacheFault } from '../../src/plan/cachefault.ts'

/** As BuildKit 0.34.2 and the engine 28.5.2 say it, with a service that answers 404 or cuts what it sends. */
describe('a build that failed', () => {
  test.each<[line: string, byCache: boolean]>([
    [
      'ERROR: failed to build: failed to solve: failed to push 127.0.0.1:5000/a/b: failed to copy: GET http://127.0.0.1:8979/x',
      true,
    ],
    [
      'ERROR: failed to build: failed to solve: short read: expected 164 bytes but got 10: unexpected EOF',
      true,
    ],
    [
      'ERROR: failed to build: failed to solve: failed to configure gha cache exporter: token is malformed',
      true,
    ],
    [
      'ERROR: failed to build: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
      false,
    ],
    ['ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b: 403 Forbidden', false],
    ['short read: what a step wrote', false],
  ])('%s', (line, byCache) => {
    expect(isCacheFault(['Dockerfile:3', line])).toBe(byCache)
  })
})
