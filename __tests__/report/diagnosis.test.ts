import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CommandError, describe as inWords } from '../../src/domain/errors.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { type Circumstances, diagnoseBuild, failWithCause, toTrouble } from '../../src/report/diagnosis.ts'
import type { BuildFailure } from '../../src/report/failure.ts'
import { createProgress } from '../../src/report/progress.ts'

function platform(text: string): Platform {
  const parsed = parsePlatform(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

const ABOUT: Circumstances = {
  image: { registry: 'ghcr.io', repository: 'acme/app' },
  repository: 'acme/app',
  serverUrl: 'https://github.com',
  platforms: [platform('linux/amd64'), platform('linux/arm64')],
}

function recordedFailure(name: string): BuildFailure {
  const progress = createProgress()
  const text = readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8')
  for (const line of text.split('\n')) progress.line(line)
  const { failure } = progress.result()
  if (failure === undefined) throw new Error(`${name} holds no failure`)
  return failure
}

function failure(message: string, more: Partial<BuildFailure> = {}): BuildFailure {
  return { platform: undefined, platforms: [], step: '', message, lines: [], frame: [], ...more }
}

describe('a failure that a real engine recorded', () => {
  test.each([
    [
      'one-platform-fails',
      /RUN step ended with exit code 5 on linux\/arm64/,
      /write platforms: linux\/amd64\./,
    ],
    [
      'cross-step-fails',
      /RUN step ended with exit code 4 on linux\/arm64/,
      /write platforms: linux\/amd64\./,
    ],
    [
      'shared-step-fails',
      /RUN step ended with exit code 9 on linux\/amd64/,
      /^Its last lines stand above\.$/,
    ],
    ['no-emulator', /no emulator/, /write platforms: linux\/amd64\. .*--platform=\$BUILDPLATFORM.*binfmt/],
    [
      'base-without-platform',
      /base image registry\.example:5000\/o\/app:idx does not exist for linux\/arm64/,
      /write platforms: linux\/amd64\. .*imagetools inspect/,
    ],
    ['base-missing', /base image registry\.example:5000\/o\/app:nope does not exist\./, /FROM line/],
    ['base-unreachable', /registry of the base image \S+ cannot be reached/, /mirror/],
    ['scanner-unreachable', /buildkit-syft-scanner\S+, which writes the software bill/, /^Write sbom: false/],
    ['frontend-unreachable', /frontend docker\.io\/docker\/dockerfile:1/, /# syntax=/],
    ['parse-error', /Line 2 of the Dockerfile .* unknown instruction: FOO/, /Correct it/],
    ['copy-missing', /build context has no \/nope/, /\.dockerignore/],
    ['stage-missing', /no stage called nope/, /input target/],
    ['dockerfile-missing', /Dockerfile cannot be read/, /inputs context and file/],
    ['push-refused', /registry refused the push.*403 Forbidden/, /packages: write/],
    ['push-unreachable', /registry cannot be reached/, /Run the job again/],
    ['push-server-error', /registry failed/, /githubstatus/],
    ['push-rate-limit', /limits how often/, /Wait some minutes/],
  ])('%s', (name, cause, remedy) => {
    const found = diagnoseBuild(recordedFailure(name), ABOUT)
    expect(found.cause).toMatch(cause)
    expect(found.remedy).toMatch(remedy)
  })
})

describe('what others reported', () => {
  const base = 'docker.io/library/python:3.12'
  const source = `python:3.12: failed to resolve source metadata for ${base}: `

  test.each([
    [
      `${source}unexpected status from HEAD request to https://registry-1.docker.io/v2/library/python/manifests/3.12: 429 Too Many Requests`,
      /limits how often/,
      /registry-auths/,
    ],
    [
      `${source}failed to copy: httpReadSeeker: failed open: toomanyrequests: You have reached your unauthenticated pull rate limit.`,
      /limits how often/,
      /login-action/,
    ],
    [
      `${source}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
      /does not exist, or may not be pulled/,
      /registry-auths/,
    ],
    [
      `${source}failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token: 503 Service Unavailable`,
      /cannot be reached/,
      /mirror/,
    ],
    [
      'failed to push ghcr.io/acme/app:1: failed to copy: io: read/write on closed pipe: no space left on device',
      /disk/,
      /Free space/,
    ],
    ['failed to compute cache key: write /var/lib/buildkit/x: no space left on device', /disk/, /Free space/],
    [
      'process "/bin/sh -c make" did not complete successfully: exit code: 137',
      /killed.*memory/,
      /larger runner/,
    ],
    ['secret npmrc: not found', /build secret that was not given/, /secret-files/],
    ['entitlement network.host is not allowed', /entitlement/, /allow: network\.host/],
    [
      'failed to parse stage name "base:": invalid reference format',
      /no valid image/,
      /before the first FROM/,
    ],
    ['error writing layer blob: failed to reserve cache: 429', /cache service/, /cache: registry/],
    [
      'failed to do request: tls: failed to verify certificate: x509: certificate signed by unknown authority',
      /not trusted/,
      /buildkitd-config/,
    ],
    [
      'failed to do request: Head "https://r:5000/v2/": http: server gave HTTP response to HTTPS client',
      /plain HTTP/,
      /buildkitd-config/,
    ],
    ['rpc error: code = Unknown desc = context deadline exceeded', /time was not enough/, /input timeout/],
    ['failed to push ghcr.io/acme/app:1: unknown blob', /registry failed/, /again/],
    ['failed to push ghcr.io/acme/app:1: something new', /pushing it failed/, /again/],
    ['something new', /^The build failed\.$/, /build log/],
  ])('%s', (message, cause, remedy) => {
    const found = diagnoseBuild(failure(message), ABOUT)
    expect(found.cause).toMatch(cause)
    expect(found.remedy).toMatch(remedy)
  })

  test.each([
    [
      'denied: permission_denied: write_package',
      /acme\/app, or the token of this job, has no right to write/,
      /settings.*Manage Actions access, and add acme\/app with the role Write/,
    ],
    [
      'denied: installation not allowed to Write organization package',
      /may not write packages/,
      /permissions: \{ contents: read, packages: write \}/,
    ],
    [
      'denied: installation not allowed to Create organization package',
      /may not create it/,
      /packages: write.*organizations\/acme\/settings\/packages/,
    ],
    [
      'denied: permission_denied: The token provided does not match expected scopes.',
      /may not write packages/,
      /write:packages/,
    ],
    [
      'unexpected status from POST request to https://ghcr.io/v2/acme/app/blobs/uploads/: 401 Unauthorized',
      /did not accept/,
      /Remove the inputs username and password/,
    ],
    [
      'unauthenticated: User cannot be authenticated with the token provided.',
      /no credentials/,
      /packages: write/,
    ],
    ['denied: secondary rate limit', /limits how often/, /Wait/],
  ])('push: %s', (answer, cause, remedy) => {
    const found = diagnoseBuild(failure(`failed to push ghcr.io/acme/app:1: ${answer}`), ABOUT)
    expect(found.cause).toMatch(cause)
    expect(found.remedy).toMatch(remedy)
  })

  test('a scanner of the user, under any name, is known by the step that looks it up', () => {
    const found = diagnoseBuild(
      failure(
        'failed to resolve source metadata for registry.example/sbom:1: registry.example/sbom:1: not found',
        {
          step: 'resolve image config for docker-image://registry.example/sbom:1',
        },
      ),
      ABOUT,
    )
    expect(found.remedy).toMatch(/sbom: false/)
  })

  test('a scanner that runs and fails', () => {
    const step = 'linux/arm64 generating sbom using docker.io/docker/buildkit-syft-scanner'
    const found = diagnoseBuild(
      failure('process "/bin/scan" did not complete: exit code: 1', { step }),
      ABOUT,
    )
    expect(found.remedy).toMatch(/sbom: false/)
  })

  test('what a program writes is believed only where it is beyond doubt', () => {
    const message = 'process "/bin/sh -c make test" did not complete successfully: exit code: 1'
    const chatter = failure(message, { lines: ['429 Too Many Requests (expected)', 'secret x: not found'] })
    expect(diagnoseBuild(chatter, ABOUT).cause).toMatch(/exit code 1/)
    const full = failure(message, { lines: ['cp: write error: No space left on device', 'make: *** failed'] })
    expect(diagnoseBuild(full, ABOUT)).toMatchObject({
      cause: expect.stringMatching(/disk/),
      evidence: 'cp: write error: No space left on device',
    })
  })

  test('where every platform fails, none is named as the way out', () => {
    const both = { platforms: ['linux/amd64', 'linux/arm64'] }
    const message = 'process "x" did not complete successfully: exit code: 1'
    expect(diagnoseBuild(failure(message, both), ABOUT).remedy).not.toMatch(/platforms:/)
  })
})

describe('a command that pulls something', () => {
  const boot = (lines: readonly string[], remedy?: string) =>
    new CommandError({ found: 'docker buildx create: it failed', remedy }, { evidence: lines })

  test.each([
    [
      'Error response from daemon: toomanyrequests: You have reached your pull rate limit',
      /it failed\. The registry limits how often it may be asked\. Wait some minutes/,
    ],
    ['failed to register layer: write /x: no space left on device', /it failed\. .*disk/],
    ['dial tcp: lookup docker.io: no such host', /it failed\. The registry cannot be reached\. See whether/],
  ])('%s', (line, words) => {
    const error = boot(['Pulling the image', line, 'exit status 1'])
    const failed = () => failWithCause(error)
    expect(failed).toThrow(words)
    expect(failed).toThrow(expect.objectContaining({ cause: error, evidence: error.evidence }))
  })

  test('keeps its own advice', () => {
    const error = boot(['dial tcp: i/o timeout'], 'Name another image.')
    expect(() => failWithCause(error)).toThrow(/^docker .* Run the job again\. Name another image\.$/)
  })

  test.each([boot(['flag provided but not defined: -x']), new Error('no such host')])(
    'fails as it did where nothing is known: %s',
    (error) => {
      let thrown: unknown
      try {
        failWithCause(error)
      } catch (again) {
        thrown = again
      }
      expect(thrown).toBe(error)
    },
  )
})

test('a diagnosis in words: cause, evidence, next step', () => {
  expect(inWords(toTrouble(diagnoseBuild(recordedFailure('base-without-platform'), ABOUT)))).toBe(
    'The base image registry.example:5000/o/app:idx does not exist for linux/arm64. (no match for platform in manifest: not found) To publish without linux/arm64, write platforms: linux/amd64. A base image that has them all would do too: docker buildx imagetools inspect registry.example:5000/o/app:idx lists what there is.',
  )
})

test('every failure has a cause and a next step of reasonable length, quickly', () => {
  const words = fc.constantFrom(
    'failed to resolve source metadata for ',
    'failed to push ',
    ': ',
    'a'.repeat(300),
    'x/y:1',
    'denied',
    'process "',
    'exit code: 1',
    'secret ',
    'not found',
    '\u001b[31m',
    '::error::',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), fc.array(words), (parts, lines) => {
      const found = diagnoseBuild(failure(parts.join(''), { lines }), ABOUT)
      expect(found.cause).not.toBe('')
      expect(found.remedy).not.toBe('')
      expect((found.cause + found.evidence + found.remedy).length).toBeLessThan(3_000)
    }),
  )
})
