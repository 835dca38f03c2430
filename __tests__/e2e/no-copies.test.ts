import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

describe.each(LEGS.filter(({ driver }) => driver === 'docker-container'))('the engine on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  /** Digests that the engine holds of the image. */
  function held(): readonly string[] {
    const args = ['image', 'ls', '--all', '--digests', '--format', '{{.Digest}}', leg.image]
    const env = { ...process.env, ...leg.env }
    return [
      ...new Set(execFileSync('docker', args, { env, encoding: 'utf8' }).split('\n').filter(Boolean)),
    ].sort()
  }

  /** Publishes, and looks at what the engine holds while the job goes on behind main, and after post. */
  async function publishWith(
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ job: JobResult; between: readonly string[] }> {
    let between: readonly string[] = []
    const job = await publish({
      leg,
      workspace: leg.workspace(),
      inputs: { ...SMALL, platforms: 'amd64, arm64', ...inputs },
      between: async () => {
        between = held()
      },
    })
    succeeded(job)
    return { job, between }
  }

  test('never holds what is built and pushed', async () => {
    const { between } = await publishWith({ smoke: 'off' })
    expect(between).toEqual([])
  }, 60_000)

  test('holds what the smoke test pulled, each platform by itself, until post removes it', async () => {
    const { job, between } = await publishWith({})
    const { platforms } = JSON.parse(job.outputs.json ?? '') as { platforms: readonly { digest: string }[] }
    expect(between).toEqual(platforms.map(({ digest }) => digest).sort())
    expect(between).toHaveLength(2)
    expect(held()).toEqual([])
  }, 60_000)
})
