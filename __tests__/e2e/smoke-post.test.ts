import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { SMALL, succeeded } from './trouble.ts'

const BUSYBOX = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 entry /entry
`
const ENTRY = '#!/bin/busybox sh\n"$@"\n'

function release(leg: Leg, end: string, job: Partial<Job>): Promise<JobResult> {
  const workspace = leg.workspace({ Dockerfile: BUSYBOX + end, entry: ENTRY })
  const inputs = { ...SMALL, ...job.inputs }
  return publish({ leg, workspace, ref: 'refs/tags/v1.2.3', ...job, inputs })
}

const docker = (leg: Leg, ...args: readonly string[]) =>
  execFileSync('docker', args, { env: { ...process.env, ...leg.env }, encoding: 'utf8' })

/** What a program makes of the signal that docker passes on to it: an exit code that looks like a failure. */
function cancelled(leg: Leg): Promise<JobResult> {
  const isRunning = () =>
    docker(leg, 'ps', '--no-trunc', '--format', '{{.Image}}').includes(leg.registry.host)
  return release(leg, 'ENTRYPOINT ["/bin/busybox"]\n', {
    inputs: { gate: 'false', smoke: `sh -c "trap 'exit 130' INT TERM; /bin/busybox sleep 45 & wait"` },
    async duringPost(post) {
      for (let tries = 0; tries < 600 && !isRunning(); tries++) await sleep(50)
      post.cancel()
    },
  })
}

/** Between main and post the engine loses the image, and the registry becomes slow. */
function pulled(leg: Leg): Promise<JobResult> {
  return release(leg, 'ENTRYPOINT ["/bin/busybox"]\n', {
    inputs: { 'smoke-command': '/bin/busybox true', 'smoke-timeout': '4s' },
    async between(main) {
      const { platforms } = JSON.parse(main.outputs.json ?? '{}') as { platforms: { digest: string }[] }
      for (const { digest } of platforms) docker(leg, 'image', 'rm', '--force', `${leg.image}@${digest}`)
      leg.registry.set({ faults: [{ path: /\/blobs\//, afterMs: 5000 }] })
    },
  })
}

/** A job in a container: from there the engine is another machine, and its loopback is out of reach. */
function away(leg: Leg): Promise<JobResult> {
  const flag = join(leg.root, 'flag')
  const other = `sed 's/"Name":"'"$(uname -n)"'"/"Name":"elsewhere"/'`
  const { env } = makeShim(
    leg,
    `if [ "$1" = info ] && [ -e '${flag}' ]; then "$DOCKER" "$@" | ${other}; else exec "$DOCKER" "$@"; fi`,
  )
  return release(leg, 'ENTRYPOINT ["/bin/busybox", "sleep", "600"]\n', {
    inputs: { gate: 'false', 'smoke-http': '8000/', 'smoke-timeout': '2s' },
    ...{ env, between: async () => writeFileSync(flag, '') },
  })
}

/** An entrypoint that makes a program out of its arguments, as many do. */
function takesNoHelp(leg: Leg): Promise<JobResult> {
  return release(leg, 'ENTRYPOINT ["/entry"]\nCMD ["/bin/busybox", "sleep", "600"]\n', {})
}

// The classic store pulls what main and post try; what is said about the image is the same everywhere.
describe.each(LEGS.slice(2))('a good image, on $name,', (kind) => {
  let leg: Leg
  let jobs: AtOnce<JobResult>
  beforeAll(async () => {
    leg = await startLeg(kind)
    jobs = startAtOnce(leg, { takesNoHelp, cancelled, pulled, away })
  }, 60_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 120_000)

  /** Every tag is where main has put it, and nothing is recorded as bad. */
  function staysPublished(job: JobResult): void {
    expect(job.main.result).toBe('success')
    for (const tag of ['v1.2.3', 'v1.2', 'v1', 'latest']) expect(job.tags[tag]).toBe(job.outputs.digest)
    expect(Object.keys(job.tags).filter((tag) => tag.startsWith('withdrawn-'))).toEqual([])
    expect(job.left).toEqual({})
  }

  test('stays where the post step is cancelled while it tries it', async () => {
    const job = await jobs.result('cancelled')
    expect(job.post).toMatchObject({ result: 'cancelled', signals: ['SIGINT'] })
    // What else was looked at at the same time was ended too.
    const told = [...(job.post?.annotations.error ?? []), ...(job.post?.annotations.warning ?? [])].join()
    expect(told).toMatch(/could not be run\. linux\/amd64: it was ended: the job was cancelled \(SIGINT\)/)
    staysPublished(job)
  }, 120_000)

  test('is pulled again outside of the time of the smoke test', async () => {
    const job = await jobs.result('pulled')
    succeeded(job)
    expect(job.requests.some(({ path, user }) => /\/blobs\//.test(path) && user !== undefined)).toBe(true)
    staysPublished(job)
  }, 120_000)

  test('stays where its server is out of reach of the post step', async () => {
    const job = await jobs.result('away')
    expect(job.post?.annotations.error.join()).toMatch(
      /^The smoke test could not be run\. .*nothing answered within 2 s .*not on the machine of this step.*remove smoke-http\.$/,
    )
    staysPublished(job)
  }, 120_000)

  test('that takes no --help is tried by its own command, in main and in post', async () => {
    const job = await jobs.result('takesNoHelp')
    succeeded(job)
    const passed = /smoke test passed: its own command, as it takes no --help: still running after 5 s/g
    expect(job.log.match(passed)).toHaveLength(2)
    staysPublished(job)
  }, 120_000)
})
