import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'

describe.each(LEGS.filter(({ name }) => name !== 'containerd-container'))('on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  /** The one error of a job for which this machine is not enough. */
  async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
    const done = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.2.3', env })
    expect(done).toMatchObject({ main: { result: 'failure', code: 1 }, post: { result: 'success', code: 0 } })
    expect(done).toMatchObject({ tags: {}, left: {}, outputs: {} })
    expect(done.requests.filter(({ method }) => method === 'PUT')).toEqual([])
    expect(done.main.annotations.error).toHaveLength(1)
    return done.main.annotations.error[0] ?? ''
  }

  /** The real answer of the engine, with something else in a place of it. */
  const instead = (sed: string) =>
    makeShim(leg, `if [ "$1" = info ]; then "$DOCKER" "$@" | sed -E '${sed}'; else exec "$DOCKER" "$@"; fi`)
      .env

  test('an engine that is too old', async () => {
    expect(await refusal(instead('s/"ServerVersion":"[^"]*"/"ServerVersion":"23.0.6"/'))).toMatch(
      /The Docker engine is 23\.0\.6, which is too old\. Allowed: 24\.0\.0 or later\. Upgrade the engine/,
    )
  }, 30_000)

  test('a buildx that is too old', async () => {
    expect(
      await refusal(
        instead('s/"Version":"[^"]*"(,"ShortDescription":"[^"]*","Name":"buildx")/"Version":"v0.12.1"\\1/'),
      ),
    ).toMatch(
      /buildx is 0\.12\.1, which is too old\. Allowed: 0\.13\.0 or later\. Install the docker-buildx-plugin/,
    )
  }, 30_000)

  test('a docker without buildx', async () => {
    expect(await refusal(instead('s/"Name":"buildx"/"Name":"other"/'))).toMatch(
      /The docker CLI has no buildx plugin\. .*Install the docker-buildx-plugin package, or run docker\/setup-buildx-action/,
    )
  }, 30_000)

  test('an engine that does not answer', async () => {
    const none = `unix://${join(leg.root, 'none.sock')}`
    const error = await refusal({ DOCKER_HOST: none })
    expect(error).toContain(none)
    expect(error).toMatch(
      /^No container engine answers: .*Allowed: Docker 24\.0\.0 or later\. Use a runner with Docker .*start the engine/,
    )
  }, 60_000)

  test('no docker at all', async () => {
    const error = await refusal({ PATH: mkdtempSync(join(leg.root, 'empty-')) })
    expect(error).toMatch(/docker is not on PATH\. Install docker on this runner\./)
  }, 30_000)
})
