import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PINS } from '../../src/plan/pins.ts'
import { type Authority, makeAuthority } from '../rig/authority.ts'
import { type Buildkitd, startBuildkitd } from '../rig/buildkitd.ts'
import { LEGS, type Leg, pushArchive, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { DOCKERFILE } from '../rig/workspace.ts'
import { makeShim, type Shim } from './shim.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

const run = promisify(execFile)
const BOTH = { ...SMALL, platforms: 'linux/amd64,linux/arm64' }
const PERSISTENT = { RUNNER_ENVIRONMENT: 'self-hosted' }
/** Nobody listens there. */
const DEAD = 'tcp://127.0.0.1:1'

let leg: Leg
let count = 0
beforeAll(async () => {
  const [kind] = LEGS
  if (kind === undefined) throw new Error('no leg')
  leg = await startLeg(kind)
  leg.registry.set({ anonymousPull: true })
}, 60_000)
afterAll(() => leg.stop())

/** Publishes a pre-release of its own, so that no moving tag is written by anybody. */
async function publishOne(job: Partial<Job>): Promise<JobResult & { readonly version: string }> {
  const version = `v1.0.0-rc.${++count}`
  const done = await publish({ leg, workspace: leg.workspace(), ref: `refs/tags/${version}`, ...job })
  return { ...done, version }
}

/** Runs a job that fails in main, and leaves every tag where it was. @returns what it said */
async function failing(job: Partial<Job>): Promise<string> {
  const before = await leg.reader.tags(REPOSITORY)
  return failedInMain(await publishOne(job), before)
}

/** Holds a job to having published its version: for one platform, or for both. */
async function holds(
  job: JobResult & { readonly version: string },
  ...platforms: readonly string[]
): Promise<void> {
  succeeded(job)
  expect(releaseTags(job)).toContain(job.version)
  expect(Object.keys(job.tags)).not.toContain('latest')
  expect(await leg.reader.platforms(REPOSITORY, job.version)).toEqual(platforms)
}

const docker = async (...args: readonly string[]) =>
  (await run('docker', args, { env: { ...process.env, ...leg.env } })).stdout

describe('BuildKit on other machines, over TCP with TLS', () => {
  const certificates = mkdtempSync(join(tmpdir(), 'builders-'))
  let authority: Authority
  let first: Buildkitd
  let second: Buildkitd
  beforeAll(async () => {
    authority = await makeAuthority(certificates, '127.0.0.1')
    first = await startBuildkitd(leg, certificates, authority)
    second = await startBuildkitd(leg, certificates, authority)
  }, 60_000)
  afterAll(async () => {
    await Promise.all([first.stop(), second.stop()])
    rmSync(certificates, { recursive: true, force: true })
  })

  /** A repository with the certificates in it, which driver-opts name by relative paths. */
  const workspace = (files: Readonly<Record<string, string>> = {}) =>
    leg.workspace({
      ...files,
      'certs/ca.pem': readFileSync(authority.file, 'utf8'),
      'certs/cert.pem': authority.tls.cert,
      'certs/key.pem': authority.tls.key,
    })
  const TLS = 'cacert=certs/ca.pem\ncert=certs/cert.pem\nkey=certs/key.pem'

  test('one node builds all platforms and their bills of materials, and the candidate has no tag', async () => {
    const inputs = { ...BOTH, sbom: leg.inputs.sbom ?? '', driver: 'remote', 'driver-opts': TLS }
    const done = await publishOne({ workspace: workspace(), inputs: { ...inputs, nodes: first.endpoint } })
    await holds(done, 'linux/amd64', 'linux/arm64')
    expect(Object.keys(done.tags)).not.toContain('candidate')
    expect(await first.cache()).toContain('bin/arm64/busybox')
    expect(done.annotations).toEqual([])
  }, 60_000)

  test('several nodes build the platforms that are written for them; no tag is written by the build but the candidate’s', async () => {
    const nodes = `${first.endpoint},platforms=linux/amd64,name=one\n${second.endpoint},platforms=linux/arm64,linux/arm/v7`
    const attested = { sbom: leg.inputs.sbom ?? '', provenance: 'min' }
    const Dockerfile = DOCKERFILE.replace('COPY docs', `COPY docs /spread/\${TARGETARCH}\nCOPY docs`)
    const done = await publishOne({
      workspace: workspace({ Dockerfile }),
      inputs: { ...BOTH, ...attested, driver: 'remote', 'driver-opts': TLS, nodes },
    })
    await holds(done, 'linux/amd64', 'linux/arm64')
    expect(Object.keys(done.tags)).toContain('candidate')
    // What the nodes attested is of the manifests that were joined.
    expect(JSON.parse(done.outputs.json ?? '').platforms).toMatchObject([
      { attestations: { kinds: ['sbom', 'provenance'] } },
      { attestations: { kinds: ['sbom', 'provenance'] } },
    ])
    const [one, two] = await Promise.all([first.cache(), second.cache()])
    expect([one.includes('spread/amd64'), one.includes('spread/arm64')]).toEqual([true, false])
    expect([two.includes('spread/amd64'), two.includes('spread/arm64')]).toEqual([false, true])
  }, 60_000)

  test('a builder of the job with two nodes is used as it is and stays; a dry run loads each platform', async () => {
    const options = [
      `--driver-opt=cacert=${authority.file}`,
      ...[`--driver-opt=cert=${certificates}/server.pem`, `--driver-opt=key=${certificates}/server.key`],
    ]
    const make = (node: Buildkitd, platform: string, ...more: readonly string[]) =>
      docker(
        ...['buildx', 'create', '--name=jobs', '--driver=remote', `--platform=${platform}`],
        ...[...options, ...more, node.endpoint],
      )
    await make(first, 'linux/amd64')
    await make(second, 'linux/arm64', '--append')
    try {
      const inputs = { ...BOTH, builder: 'jobs' }
      await holds(await publishOne({ inputs }), 'linux/amd64', 'linux/arm64')
      const rehearsed = await publishOne({ inputs: { ...inputs, 'dry-run': 'true' } })
      succeeded(rehearsed)
      expect(rehearsed.log).toMatch(/linux\/arm64 +smoke test passed/)
      expect(await docker('buildx', 'ls', '--format', '{{.Name}}')).toMatch(/^jobs$/m)
    } finally {
      await docker('buildx', 'rm', 'jobs')
    }
  }, 60_000)

  test('certificates that are not there are told with every other fault', async () => {
    const error = await failing({
      inputs: {
        ...SMALL,
        driver: 'remote',
        nodes: `${first.endpoint},key=no.pem`,
        'driver-opts': 'cacert=none/ca.pem',
      },
    })
    expect(error).toMatch(/driver-opts: 'none\/ca\.pem' is not a file\./)
    expect(error).toMatch(/nodes: 'no\.pem' is not a file\./)
  }, 30_000)

  test('an option that buildx does not know is a fault of the inputs, and nothing takes its place', async () => {
    const error = await failing({
      inputs: { ...SMALL, driver: 'remote', nodes: first.endpoint, 'driver-opts': 'colour=blue' },
    })
    expect(error).toMatch(
      /driver: buildx makes no such builder: invalid driver option colour for remote driver\. Correct driver-opts/,
    )
  }, 30_000)
})

/** A docker to which the pinned BuildKit and its mirror are the rig's, on the network where the leg's registry is. */
function withBuildkit(before = ''): Shim {
  return makeShim(
    leg,
    `echo "$*" >> "$NOTES"
${before}
COMMAND="$1 $2"
[ "$1 $2" = "buildx create" ] && case "$*" in *--driver=docker-container*)
  shift 2; set -- buildx create --driver-opt=network=host "$@" ;;
esac
for argument; do
  shift
  [ "$COMMAND" = "image rm" ] && case "$argument" in */moby/buildkit@*) continue ;; esac
  set -- "$@" "$(echo "$argument" | sed -E 's#(docker.io|mirror.gcr.io)/moby/buildkit@.*#${leg.tools.buildkit.reference}#')"
done
[ "$COMMAND" = "image rm" ] && [ $# -lt 4 ] && exit 0
exec "$DOCKER" "$@"`,
  )
}
const NOT_HELD = `[ "$1 $2" = "image inspect" ] && case "$*" in */moby/buildkit@*) exit 1 ;; esac`
/** The words of docker 28 where Docker Hub limits, for images whose reference matches. */
const limited = (images: string) =>
  `${NOT_HELD}
[ "$1" = pull ] && case "$*" in ${images})
  echo 'Error response from daemon: error from registry: toomanyrequests: You have reached your pull rate limit.' >&2
  exit 1 ;;
*/moby/buildkit@*) exit 0 ;; esac`

describe('a builder that does not come up', () => {
  test('remote: a container here takes its place, in words, and all is published', async () => {
    const { env } = withBuildkit()
    const inputs = { ...BOTH, driver: 'remote', nodes: DEAD, 'buildkit-image': '' }
    const done = await publishOne({ inputs, env })
    await holds(done, 'linux/amd64', 'linux/arm64')
    const warning = expect.stringMatching(
      /^The builder ghcr-publish-\w+ did not come up: context deadline exceeded\. Its nodes: \S+ \(tcp:\/\/127\.0\.0\.1:1\) inactive\. A BuildKit container on this machine builds instead.* linux\/arm64 is built under emulation/,
    )
    expect(done.annotations).toEqual([warning])
    expect(done.summary).toContain('A BuildKit container on this machine builds instead')
  }, 90_000)

  test('a container whose image cannot be had: the engine takes its place, in words', async () => {
    const { env, notes } = withBuildkit(limited('*/moby/buildkit@*'))
    const done = await publishOne({ inputs: SMALL, env: { ...PERSISTENT, ...env } })
    await holds(done)
    expect(notes()).not.toContain('buildx create')
    expect(done.annotations).toEqual([
      expect.stringMatching(/^docker\.io\/moby\/buildkit@\S+ cannot be pulled, as its registry limits/),
      expect.stringMatching(/toomanyrequests.*The engine itself builds instead\. It shares its build cache/),
    ])
  }, 60_000)

  test('one with options of its own: nothing takes its place', async () => {
    const error = await failing({
      inputs: { ...SMALL, driver: 'docker-container', 'buildkit-image': '127.0.0.1:1/none:1' },
    })
    expect(error).toMatch(
      /127\.0\.0\.1:1\/none:1.*connection refused.*The engine's own builder cannot take its place: it has no buildkit-image\./,
    )
  }, 30_000)

  test('the one that was named: its nodes are told, and nothing takes its place', async () => {
    await docker(
      'buildx',
      'create',
      '--name=sleeps',
      '--driver=docker-container',
      '--driver-opt=image=127.0.0.1:1/none:1',
    )
    try {
      const error = await failing({ inputs: { ...SMALL, builder: 'sleeps' } })
      expect(error).toMatch(
        /The builder sleeps did not come up: .*connection refused\. Its nodes: sleeps0 \(\S+\) inactive\..* It was asked for, so no other is used in its place\./,
      )
      expect(await docker('buildx', 'ls', '--format', '{{.Name}}')).toMatch(/^sleeps$/m)
    } finally {
      await docker('buildx', 'rm', 'sleeps')
    }
  }, 30_000)
})

describe('tool images', () => {
  test('BuildKit comes from the mirror where Docker Hub limits, and the builder runs that', async () => {
    const { env, notes } = withBuildkit(limited('*docker.io/moby/buildkit@*'))
    const done = await publishOne({ inputs: { ...SMALL, driver: 'docker-container' }, env })
    await holds(done)
    expect(notes()).toContain(`--driver-opt=image=${PINS.buildkit.mirror}`)
    expect(notes()).toMatch(new RegExp(`^image rm .*${PINS.buildkit.mirror}`, 'm'))
    expect(done.annotations).toEqual([
      expect.stringMatching(
        /its registry limits how often it may be asked\. The same image is taken from mirror\.gcr\.io/,
      ),
    ])
  }, 60_000)

  test('the SBOM scanner comes from the mirror where its registry limits: the build runs once more', async () => {
    const { host } = leg.registry
    const scanner = /docker\.io\/docker\/buildkit-syft-scanner@sha256:\w+/
    const { env, notes } = makeShim(
      leg,
      `[ "$1 $2" = "buildx build" ] && echo "$*" >> "$NOTES"
for argument; do
  shift
  set -- "$@" "$(echo "$argument" | sed -E 's#docker.io/(docker/buildkit-syft-scanner)@.*#${host}/\\1:1#; s#mirror.gcr.io/docker/buildkit-syft-scanner@.*#${host}/rig/scanner:1#')"
done
exec "$DOCKER" "$@"`,
    )
    const message = 'You have reached your pull rate limit.'
    const path = /\/docker\/buildkit-syft-scanner\/manifests\//
    leg.registry.set({
      faults: [{ path, status: 429, code: 'TOOMANYREQUESTS', message, unauthorized: true }],
    })
    try {
      const done = await publishOne({ inputs: { ...SMALL, sbom: 'true' }, env })
      await holds(done, 'linux/amd64')
      expect(
        notes()
          .match(/^.*$/gm)
          ?.filter((line) => scanner.test(line)),
      ).toHaveLength(1)
      expect(notes()).toContain(`generator=${PINS.scanner.mirror}`)
      expect(done.annotations).toEqual([
        expect.stringMatching(/The build is run again with the same image from mirror/),
      ])
    } finally {
      leg.registry.set({ faults: [] })
    }
  }, 60_000)

  test('a mirror in buildkitd-config is what base images come from', async () => {
    const { host } = leg.registry
    await pushArchive(leg.tools, leg.root, leg.registry, leg.tools.scanner.file, `${host}/library/base:1`)
    const workspace = leg.workspace({
      Dockerfile: 'FROM made-up.example/library/base:1\nENTRYPOINT ["/bin/sh", "-c", "exit 0"]\n',
      'buildkitd.toml': `[registry."made-up.example"]\n  mirrors = ["${host}"]\n[registry."${host}"]\n  http = true\n`,
    })
    const inputs = {
      ...{ ...SMALL, driver: 'docker-container', 'driver-opts': 'network=host' },
      ...{ 'buildkit-image': leg.tools.buildkit.reference, 'buildkitd-config': 'buildkitd.toml' },
    }
    const done = await publishOne({ workspace, inputs })
    await holds(done)
    const pulled = done.requests.filter(({ path }) => path.includes('/library/base/'))
    expect(pulled.map(({ method, status }) => `${method} ${status}`)).toContain('GET 200')
    const without = await failing({ workspace, inputs: { ...inputs, 'buildkitd-config': '' } })
    expect(without).toMatch(/registry of the base image made-up\.example\/library\/base:1 cannot be reached/)
  }, 60_000)

  test('a native build inside the engine fetches nothing before it starts', async () => {
    const { env, notes } = makeShim(leg, 'echo "$*" >> "$NOTES"; exec "$DOCKER" "$@"')
    const since = Math.floor(Date.now() / 1000)
    const native = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64'
    const done = await publishOne({ inputs: { ...SMALL, platforms: native }, env })
    await holds(done)
    const calls = notes().split('\n')
    expect(
      calls.filter((call) => /^(?:pull |run .*--privileged|buildx create|buildx inspect)/.test(call)),
    ).toEqual([])
    const now = String(Math.ceil(Date.now() / 1000) + 1)
    const events = await docker(
      ...[
        'events',
        '--since',
        String(since),
        '--until',
        now,
        '--filter',
        'event=pull',
        '--format',
        '{{.ID}}',
      ],
    )
    const tools = [leg.registry.host, ...Object.values(PINS).map(({ reference }) => reference)]
    expect(events.split('\n').filter((line) => tools.some((name) => line.includes(name)))).toEqual([])
    const build = calls.findIndex((call) => call.startsWith('buildx build'))
    expect(build).toBeGreaterThan(0)
    // The registry is asked for tags and manifests only, never for the bytes of an image, until the build pushes.
    const push = done.requests.findIndex(
      ({ method }) => method === 'POST' || method === 'PUT' || method === 'PATCH',
    )
    const before = done.requests.slice(0, push === -1 ? undefined : push)
    expect(before.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/'))).toEqual([])
  }, 60_000)
})
