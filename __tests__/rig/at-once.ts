import { type Leg, startLeg } from './legs.ts'

/** As many jobs as wait at the same time: more would be in each other's way on a machine with two processors. */
const AT_ONCE = 5

/** Jobs that run at the same time. */
export interface AtOnce<Result> {
  /** What became of one. @throws what the job threw */
  readonly result: (name: string) => Promise<Result>
  /** Waits until none runs any more, whatever became of them. */
  readonly end: () => Promise<void>
}

/**
 * Runs jobs that mostly wait at the same time, in the order of their names: each on a leg of its own, with a registry that begins with
 * the packages of `twin`. So faults, tags and requests of one are no other one's.
 */
export function startAtOnce<Result>(
  twin: Leg,
  jobs: Readonly<Record<string, (leg: Leg) => Promise<Result>>>,
  atOnce = AT_ONCE,
): AtOnce<Result> {
  const queue = Object.entries(jobs).map(([name, job]) => {
    let start: () => void = () => undefined
    const turn = new Promise<void>((resolve) => {
      start = resolve
    })
    return { name, start, done: turn.then(() => onLeg(twin, job)) }
  })
  const results = new Map(queue.map(({ name, done }) => [name, done]))
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      next.start()
      // Whoever asks for a result hears of its failure; nobody else does.
      await next.done.catch(() => undefined)
    }
  }
  const workers = Promise.all(Array.from({ length: atOnce }, worker))
  return {
    result: (name) => results.get(name) ?? Promise.reject(new Error(`There is no job '${name}'.`)),
    end: async () => void (await workers),
  }
}

async function onLeg<Result>(twin: Leg, job: (leg: Leg) => Promise<Result>): Promise<Result> {
  const leg = await startLeg(twin.kind, twin)
  try {
    return await job(leg)
  } finally {
    await leg.stop()
  }
}
