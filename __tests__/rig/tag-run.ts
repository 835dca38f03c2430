import { createInterface } from 'node:readline'
import { parseImageName } from '../../src/domain/reference.ts'
import { type Clock, clock } from '../../src/host/clock.ts'
import type { Host } from '../../src/host/host.ts'
import { createRegistry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'
import { stored } from '../steps/model/registry.ts'
import { type Job, newJob, runJob } from '../steps/model/runs.ts'

/** What the process is told, one line of JSON for each job. */
export interface TagOrder {
  readonly id: string
  readonly job: Job
  /** `HOST:PORT/REPOSITORY`. */
  readonly image: string
  readonly login: { readonly username: string; readonly password: string }
  /** The media type and the bytes, as base64, of what is published. */
  readonly manifest: readonly [mediaType: string, body: string]
  /** How many times faster than the world its clock goes. */
  readonly speed: number
  /** Real milliseconds before it begins. */
  readonly delayMs: number
}

/** What it answers, one line of JSON for each job. */
export interface TagAnswer {
  readonly id: string
  readonly reported: string | undefined
  readonly failures: readonly string[]
}

/** Waits that take seconds in production take milliseconds here; the lags of the registry are as much shorter. */
function fast(speed: number): Clock {
  return {
    now: () => clock.now() * speed,
    sleep: (milliseconds) => clock.sleep(milliseconds / speed),
  }
}

async function follow(order: TagOrder): Promise<TagAnswer> {
  const { id, job, login, speed, delayMs } = order
  const image = parseImageName(order.image)
  if ('fault' in image) throw new Error(`${order.image} ${image.fault}`)
  const time = fast(speed)
  const quiet = () => undefined
  const host = {
    registry: createRegistry(createSend(time.sleep), async () => login),
    clock: time,
    log: { info: quiet, notice: quiet, warning: quiet, error: quiet },
    processes: { stopped: undefined },
  } as unknown as Host
  const [mediaType, body] = order.manifest
  const outcome = newJob(job, { image, own: stored(mediaType, Buffer.from(body, 'base64')) })
  await clock.sleep(delayMs)
  await runJob(host, outcome)
  return { id, reported: outcome.reported, failures: outcome.failures }
}

/** Follows every order that comes, several at once, until there are no more. */
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as TagOrder
  follow(order)
    .catch(
      (error: unknown): TagAnswer => ({
        ...{ id: order.id, reported: undefined },
        failures: [`crashed: ${error instanceof Error ? error.stack : error}`],
      }),
    )
    .then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`))
}
