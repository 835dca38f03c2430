import { describe, expect, test } from '@jest/globals'
import { isCacheFault, isWriteClash } from '../../src/plan/cachefault.ts'

const GHA = 'type=gha,scope=a/b,timeout=5s'
const REGISTRY = 'type=registry,ref=ghcr.io/a/b:buildcache'
const FAILED = 'ERROR: failed to build: failed to solve: '
const HUB = 'https://registry-1.docker.io/v2'
const LAYER = `blobs/sha256:${'a'.repeat(64)}`

/** As BuildKit 0.31 and 0.34 and the engine 28.5.2 say it, with a service that answers 404 or cuts what it sends. */
describe('a build that failed', () => {
  test.each<[words: string, byCache: boolean]>([
    ['failed to push 127.0.0.1:5000/a/b: failed to copy: GET http://127.0.0.1:8979/x', true],
    ['short read: expected 164 bytes but got 10: unexpected EOF', true],
    ['failed to configure gha cache exporter: token is malformed', true],
    [
      `failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:1 from remote: https://ghcr.io/v2/a/b/${LAYER}: not found`,
      true,
    ],
    [
      `failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://mirror.acme/v2/a/b/${LAYER}": EOF`,
      true,
    ],
    [
      'failed to copy: Post "https://results.example/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL": EOF',
      true,
    ],
    ['process "/bin/sh -c make" did not complete successfully: exit code: 2', false],
    ['failed to push ghcr.io/a/b: 403 Forbidden', false],
    // A push.
    [
      `failed to push ghcr.io/a/b: failed to copy: failed to do request: Put "https://ghcr.io/v2/a/b/blobs/uploads/1": read: connection reset by peer`,
      false,
    ],
    [
      'failed to push ghcr.io/a/b: failed to copy: unexpected status from PUT request to https://ghcr.io/v2/a/b/blobs/uploads/1: 403 Forbidden',
      false,
    ],
    [
      'failed to push ghcr.io/a/b: failed to copy: unexpected status from POST request to https://ghcr.io/v2/a/b/blobs/uploads/: 429 Too Many Requests',
      false,
    ],
    [
      'failed to push ghcr.io/a/b: failed to copy: failed to do request: Post "https://ghcr.io/v2/a/b/blobs/uploads/": EOF',
      false,
    ],
    // Base images, frontend and scanner.
    [
      `python:3.12-slim: failed to copy: httpReadSeeker: failed open: unexpected status from GET request to ${HUB}/library/python/${LAYER}: 429 Too Many Requests`,
      false,
    ],
    [
      `failed to copy: httpReadSeeker: failed open: unexpected status code ${HUB}/docker/buildkit-syft-scanner/${LAYER}: 429 Too Many Requests`,
      false,
    ],
    [
      `failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://ghcr.io/v2/acme/base/${LAYER}": dial tcp: i/o timeout`,
      false,
    ],
  ])('%s', (words, byCache) => {
    expect(isCacheFault({ tail: ['Dockerfile:3', FAILED + words], step: '', from: [REGISTRY, GHA] })).toBe(
      byCache,
    )
  })

  test('by what a step wrote, or without a cache', () => {
    const short = 'short read: expected 164 bytes but got 10: unexpected EOF'
    expect(isCacheFault({ tail: [short], step: '', from: [GHA] })).toBe(false)
    expect(isCacheFault({ tail: [FAILED + short], step: '', from: [] })).toBe(false)
  })

  // Where a registry sends a download elsewhere, its address names no repository.
  test.each([
    ['build 1/3 FROM docker.io/library/python:3.12-slim', false],
    ['linux/amd64 generating sbom using docker.io/docker/buildkit-syft-scanner', false],
    ['[internal] load metadata for docker.io/library/python:3.12-slim', false],
    ['build 2/3 RUN make', true],
    ['exporting to image', true],
  ])('at %s', (step, byCache) => {
    const words =
      'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://storage.example/x": EOF'
    expect(isCacheFault({ tail: [FAILED + words], step, from: [REGISTRY] })).toBe(byCache)
  })

  test('at a cache of Docker Hub, and not at a base image from there', () => {
    const words = (repository: string) =>
      `${FAILED}failed to copy: httpReadSeeker: failed open: unexpected status code ${HUB}/${repository}/${LAYER}: 500`
    const from = ['type=registry,ref=cache:v1', '"ref=acme/app:buildcache",type=registry']
    const failed = (repository: string) => isCacheFault({ tail: [words(repository)], step: '', from })
    expect(['library/cache', 'acme/app', 'library/python'].map(failed)).toEqual([true, true, false])
  })
})

/** As BuildKit 0.34 says it where docker-registry 2.8.2 refuses a manifest. */
describe('a push beside which a cache is written', () => {
  const words = `${FAILED}failed to push 127.0.0.1:5000/a/b: provided digest did not match uploaded content`

  test.each<[what: string, tail: readonly string[], to: readonly string[], clashes: boolean]>([
    ['into its repository', [words], [GHA, `${REGISTRY},mode=max`], true],
    ['into another repository', [words], ['type=registry,ref=ghcr.io/a/b-cache:1'], false],
    ['into the Actions cache', [words], [GHA], false],
    ['and that is refused for another reason', [`${FAILED}failed to push: 403 Forbidden`], [REGISTRY], false],
    ['while a step says such words', [words.replace('ERROR: ', '')], [REGISTRY], false],
  ])('%s', (_, tail, to, clashes) => {
    expect(isWriteClash(tail, to, { registry: 'ghcr.io', repository: 'a/b' })).toBe(clashes)
  })
})
