import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { SMALL } from './trouble.ts'

// Trouble that says nothing about the image must not take a good release back.
describe.each(LEGS.slice(0, 1))('a post step in trouble, on $name', (kind) => {
  let leg: Leg
  let version = ''
  let count = 0
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterEach(() => leg.registry.set({ faults: [] }))
  afterAll(() => leg.stop())

  const release = (job: Partial<Job>) => {
    version = `v1.0.${++count}`
    return publish({
      leg,
      workspace: leg.workspace({ version }),
      ref: `refs/tags/${version}`,
      inputs: SMALL,
      ...job,
    })
  }

  /** A docker that is replaced by lines of shell once main is over. */
  const afterwards = (script: string) => {
    const flag = join(leg.root, `flag-${count}`)
    const { env } = makeShim(leg, `if [ -e '${flag}' ]; then\n${script}\nfi\nexec "$DOCKER" "$@"`)
    return { env, between: async () => writeFileSync(flag, '') }
  }

  /** The job failed in post and says why; every tag is where main has put it. */
  function staysPublished(job: JobResult, words: RegExp): void {
    expect([job.main.result, job.post?.result]).toEqual(['success', 'failure'])
    expect(job.post?.annotations.error).toEqual([expect.stringMatching(words)])
    for (const tag of [version, 'v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(job.outputs.digest)
    expect(Object.keys(job.tags).filter((tag) => tag.startsWith('withdrawn-'))).toEqual([])
  }

  test('whose engine cannot pull any more', async () => {
    const words =
      'docker: Error response from daemon: Get "https://ghcr.io/v2/": net/http: TLS handshake timeout'
    const shim = afterwards(`if [ "$1" = run ]; then echo '${words}' >&2; exit 125; fi`)
    staysPublished(
      await release(shim),
      /^The smoke test could not be run\. linux\/amd64: the engine could not start/,
    )
  }, 60_000)

  test('whose buildx cannot read the registry', async () => {
    const shim = afterwards(
      `if [ "$1 $2" = 'buildx imagetools' ]; then echo 'ERROR: 502 Bad Gateway' >&2; exit 1; fi`,
    )
    staysPublished(await release(shim), /cannot be inspected: 502 Bad Gateway/)
  }, 60_000)

  test('whose registry is down', async () => {
    const down = { path: /./, status: 503 }
    const between = async () => leg.registry.set({ faults: [down, { ...down, unauthorized: true }] })
    const job = await release({ between })
    staysPublished(job, /503/)
    expect(job.left).toEqual({})
  }, 120_000)

  test('whose private folder a later step has removed', async () => {
    const between: Job['between'] = async (_, state) => {
      const { folder } = JSON.parse(state['ghcr-publish'] ?? '{}') as { folder: string }
      expect(existsSync(folder)).toBe(true)
      rmSync(folder, { recursive: true })
    }
    staysPublished(await release({ between }), /private folder of the main step is gone/)
  }, 60_000)

  test('whose engine hangs: it ends in time, and the credentials are gone', async () => {
    const shim = afterwards('exec sleep 600')
    const started = Date.now()
    const job = await release(shim)
    staysPublished(
      job,
      /cannot be inspected: no answer in time|The verification was stopped|could not be run/,
    )
    expect(Date.now() - started).toBeLessThan(240_000)
    expect(job.left.files).toBeUndefined()
  }, 260_000)
})
