import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startDaemon } from '../../scripts/sandbox/start-daemon.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

const DISK = 160
const MB = 1024 * 1024
const Dockerfile =
  'FROM scratch\nARG TARGETARCH\nCOPY bin/$TARGETARCH/busybox /busybox\nCOPY big /big\nENTRYPOINT ["/busybox"]\n'

describe('an engine whose data are on a disk of 160 MB', () => {
  const kind = LEGS.find(({ name }) => name === 'containerd-docker')
  let leg: Leg
  let data: string
  let engine: { readonly host: string; readonly stop: () => Promise<void> }
  beforeAll(async () => {
    if (kind === undefined) throw new Error('no such leg')
    leg = await startLeg(kind)
    data = join(leg.root, 'small')
    mkdirSync(data)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', data])
    engine = await startDaemon({ data, containerdStore: true })
  }, 60_000)
  afterAll(async () => {
    await engine.stop()
    execFileSync('umount', ['--lazy', data])
    await leg.stop()
  }, 60_000)

  /** Publishes an image with a layer that no compression makes smaller. */
  async function publishBig(ref: string, megabytes: number): Promise<JobResult> {
    const workspace = leg.workspace({ Dockerfile })
    writeFileSync(join(workspace.path, 'big'), randomBytes(megabytes * MB))
    workspace.commit('Big')
    const platforms = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64'
    const small = {
      ...leg,
      engine: { host: engine.host, exclusive: true },
      env: { ...leg.env, DOCKER_HOST: engine.host },
    }
    return publish({ leg: small, workspace, ref, inputs: { ...SMALL, platforms, smoke: 'true' } })
  }

  test('warns before a build that may not fit, by what was published last, and names what is full when it is', async () => {
    const first = await publishBig('refs/tags/v1.0.0', 20)
    succeeded(first)
    // Nothing was known of a first one.
    expect(first.log).not.toMatch(/disk/)

    const second = await publishBig('refs/tags/v1.1.0', 20)
    succeeded(second)
    expect(second.main.annotations.warning).toEqual([
      expect.stringMatching(
        /^The disk may not be enough: \d+\.\d MB are free in .*\/small, and by the size of the last published image .* needs about 11\d\.\d MB\. Free space before this step \(on this runner: sudo rm -rf/,
      ),
    ])

    // Before the build begins, and from what was read beside the other facts.
    expect(second.log.indexOf('The disk may not be enough')).toBeLessThan(second.log.search(/Build and push/))
    const reads = second.requests.filter(({ method, path }) => method === 'GET' && /sha256:/.test(path))
    const before = reads.filter(({ path }) =>
      Object.values(first.tags).some((digest) => path.endsWith(digest)),
    )
    expect(before).toEqual([])

    const third = await publishBig('refs/tags/v1.2.0', DISK)
    expect(failedInMain(third, second.tags)).toMatch(
      /The disk of the runner, or of the builder, is full\. Free now: \d\S* \w?B in the data root of the engine \(\S+\/small\), .* in RUNNER_TEMP .* in the workspace .*docker system df/,
    )
  }, 60_000)
})
