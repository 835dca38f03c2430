import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, type LegKind, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { failedInMain, succeeded } from './trouble.ts'

/** The engine keeps what earlier runs of these tests have built. */
const NONCE = randomUUID()
const AMD64 = { platforms: 'linux/amd64', sbom: 'false' } as const

/** The build stage reads a folder, the image a file of its own; the base is a context that a test may replace. */
const dockerfile = (nonce: string) => `FROM base AS build
COPY src /src
RUN ["/bin/busybox", "cp", "/src/main", "/out"]
FROM base
RUN ["/bin/busybox", "echo", "${nonce}"]
COPY --chmod=755 app /app
COPY --from=build /out /out
ARG FLAVOUR=plain
RUN /bin/busybox echo $FLAVOUR > /flavour
ENTRYPOINT ["/app"]
`

/** One platform of the output `json`. */
interface Told {
  readonly platform: string
  readonly ran: number
  readonly cached: number
  readonly milliseconds: number
  readonly missed: null | {
    readonly instruction: string
    readonly reason: { readonly kind: string; readonly certain: boolean; readonly text: string }
  }
}

interface BuildJson {
  readonly steps: readonly Told[]
  readonly caches: readonly { readonly layer: string; readonly use: string; readonly state: string }[]
}

function told(job: JobResult): BuildJson {
  succeeded(job)
  return (JSON.parse(job.outputs.json ?? '{}') as { build: BuildJson }).build
}

const legOf = (name: LegKind['name']): LegKind => {
  const found = LEGS.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('the report of cache hits, with the docker driver', () => {
  let leg: Leg
  let workspace: Workspace
  let version = 0
  beforeAll(async () => {
    leg = await startLeg(legOf('containerd-docker'))
    await publishBase('1')
    await publishBase('2')
    workspace = leg.workspace({ Dockerfile: dockerfile(NONCE), 'src/main': `one ${NONCE}\n` })
  }, 120_000)
  afterAll(() => leg.stop())

  /** A base image that differs by what it is marked with. */
  async function publishBase(mark: string): Promise<void> {
    const base = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY bin/\${TARGETARCH}/busybox /bin/sh
COPY docs /mark
ENTRYPOINT ["/bin/busybox"]
`
    const inputs = { ...AMD64, cache: 'off', smoke: 'off', image: `${leg.registry.host}/octocat/base` }
    const made = leg.workspace({ Dockerfile: base, docs: mark })
    succeeded(await publish({ leg, workspace: made, ref: `refs/tags/v${mark}.0.0`, inputs }))
  }

  /** Publishes the next patch of 1.0. */
  function next(inputs: Readonly<Record<string, string>> = {}, mark = '1'): Promise<JobResult> {
    const base = `base=docker-image://${leg.registry.host}/octocat/base:v${mark}.0.0`
    const ref = `refs/tags/v1.0.${version++}`
    return publish({ leg, workspace, ref, inputs: { ...AMD64, 'build-contexts': base, ...inputs } })
  }

  test('of a first build: there was no cache, and there is one now', async () => {
    const job = await next({ 'no-cache': 'true' })
    const { steps, caches } = told(job)
    expect(caches).toEqual([
      { layer: `registry ${leg.image}:buildcache.linux-amd64`, use: 'read', state: 'absent', detail: null },
      { layer: `registry ${leg.image}:buildcache`, use: 'read', state: 'absent', detail: null },
      { layer: `registry ${leg.image}:buildcache.linux-amd64`, use: 'write', state: 'done', detail: null },
    ])
    expect(steps).toMatchObject([{ platform: 'linux/amd64', ran: 6, cached: 0 }])
    expect(job.log).toContain(`registry ${leg.image}:buildcache.linux-amd64 does not exist;`)
    expect(job.summary).toContain('### Cache')
  }, 120_000)

  test('of the same again: all of it came from the cache', async () => {
    const job = await next()
    const { steps, caches } = told(job)
    expect(steps).toMatchObject([{ ran: 0, cached: 6, milliseconds: 0, missed: null }])
    expect(caches[0]).toMatchObject({ use: 'read', state: 'done' })
    expect(job.log).toContain('linux/amd64: all 6 steps came from a cache.')
  }, 120_000)

  test('after a change of one file of the image: the COPY, and the file', async () => {
    workspace.commit('Another app', { app: `${APP}# changed ${NONCE}\n`, 'README.md': 'not in the image\n' })
    const job = await next()
    const [one] = told(job).steps
    expect(one).toMatchObject({ ran: 3, cached: 3 })
    expect(one?.missed).toMatchObject({
      instruction: 'COPY --chmod=755 app /app',
      reason: { kind: 'files', certain: true, text: 'app changed since v1.0' },
    })
    expect(job.log).toMatch(
      /linux\/amd64: 3 of 6 steps came from a cache \(50 %\), 3 ran for \d+\.\d s\. The first to run was \S+ \d\/\d COPY --chmod=755 app \/app: app changed since v1\.0\./,
    )
  }, 120_000)

  test('after a change of one file of a stage: its COPY, and the file', async () => {
    workspace.commit('Another source', { 'src/main': `two ${NONCE}\n` })
    const [one] = told(await next()).steps
    expect(one?.missed).toMatchObject({
      instruction: 'COPY src /src',
      reason: { kind: 'files', text: 'src/main changed since v1.0' },
    })
  }, 120_000)

  test('with another value of a build argument: the RUN that uses it', async () => {
    const [one] = told(await next({ 'build-args': 'FLAVOUR=sweet' })).steps
    expect(one?.missed).toMatchObject({
      instruction: expect.stringContaining('/flavour'),
      reason: { kind: 'instruction', certain: true },
    })
  }, 120_000)

  test('after a change of an instruction: that instruction', async () => {
    workspace.commit('Another place', {
      Dockerfile: dockerfile(NONCE).replace('--chmod=755', '--chmod=555'),
    })
    const [one] = told(await next()).steps
    expect(one?.missed).toMatchObject({
      instruction: 'COPY --chmod=555 app /app',
      reason: { kind: 'instruction', certain: true },
    })
  }, 120_000)

  test('on another base image: the base image', async () => {
    const [one] = told(await next({}, '2')).steps
    expect(one?.missed?.reason).toMatchObject({
      kind: 'base',
      text: expect.stringMatching(
        /^the base image changed since v1\.0: it is \S+\/octocat\/base:v2\.0\.0 now$/,
      ),
    })
  }, 120_000)

  test('in a dry run: what the progress and the image before tell', async () => {
    workspace.commit('A third source', { 'src/main': `three ${NONCE}\n` })
    const [one] = told(await next({ 'dry-run': 'true' }, '2')).steps
    expect(one?.missed).toMatchObject({
      instruction: 'COPY src /src',
      reason: { kind: 'files', text: 'src/main changed since v1.0' },
    })
  }, 120_000)

  test('of a build that takes too long: the step, the platforms to leave out, and how', async () => {
    const slow = leg.workspace({
      Dockerfile: `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
RUN ["/bin/busybox", "sleep", "120"]
`,
    })
    const inputs = { cache: 'off', sbom: 'false', timeout: '15s' }
    const tags = await leg.reader.tags(REPOSITORY)
    const job = await publish({ leg, workspace: slow, ref: 'refs/tags/v9.0.0', inputs })
    const message = failedInMain(job, tags)
    expect(message).toMatch(/^The action was stopped: it took more than 15 s\./)
    expect(message).toMatch(
      /\n {2}linux\/arm64 \(emulated\): 2\/2 RUN \["\/bin\/busybox", "sleep", "120"\], \d+\.\d s and still running\n/,
    )
    expect(message).toMatch(/\n {2}linux\/amd64: 2\/2 RUN .* still running\n/)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub Actions.
    expect(message.split('\n')).toContain('  platforms: ${{ inputs.platforms }}')
    expect(message).toMatch(/To publish without linux\/arm64 for now, .* platforms at linux\/amd64;/)
    expect(message).toContain('runs-on: ubuntu-24.04-arm')
  }, 120_000)
})

test('with a builder that is new each time, a cache that was removed is absent', async () => {
  const leg = await startLeg(legOf('containerd-container'))
  try {
    const workspace = leg.workspace()
    const run = (patch: number) => publish({ leg, workspace, ref: `refs/tags/v1.0.${patch}`, inputs: AMD64 })
    expect(told(await run(0)).steps[0]?.missed?.reason).toMatchObject({ kind: 'absent' })
    expect(told(await run(1)).steps).toMatchObject([{ ran: 0, missed: null }])
    leg.registry.set({
      faults: [
        { method: 'GET', path: /manifests\/buildcache/, status: 404, code: 'MANIFEST_UNKNOWN' },
        { method: 'HEAD', path: /manifests\/buildcache/, status: 404 },
      ],
    })
    const { steps, caches } = told(await run(2))
    expect(caches[0]).toMatchObject({ use: 'read', state: 'absent' })
    expect(steps[0]).toMatchObject({ cached: 0 })
    expect(steps[0]?.missed?.reason).toMatchObject({
      kind: 'absent',
      certain: true,
      text: expect.stringContaining(`registry ${leg.image}:buildcache does not exist`),
    })
  } finally {
    await leg.stop()
  }
}, 180_000)

const APP = '#!/bin/busybox sh\necho usage\n'
