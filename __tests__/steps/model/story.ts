import { recordTag } from '../../../src/domain/listing.ts'
import type { Host } from '../../../src/host/host.ts'
import type { StoredManifest } from '../../../src/host/registry/registry.ts'
import { parseRollbackInputs, rollbackTags } from '../../../src/plan/inputs/rollback.ts'
import { planRollback } from '../../../src/plan/rollback.ts'
import type { RollbackRequest } from '../../../src/plan/rollback-facts.ts'
import { newState, type Session, type State } from '../../../src/plan/state.ts'
import { readRollback, returnTags } from '../../../src/steps/tags/return.ts'
import { orTakeBack, takeBack } from '../../../src/steps/tags/takeback.ts'
import { createWriter } from '../../../src/steps/tags/write.ts'
import { chanceOf, chooseBy } from './chance.ts'
import { connect, type Fate, MemoryRegistry } from './registry.ts'
import { hostOf, IMAGE, type Job, newJob, type Outcome, runJob } from './runs.ts'
import { Scheduler } from './scheduler.ts'
import { LONGEST_LAG } from './schedules.ts'

/** Between two things that people do, in virtual milliseconds: what the first one wrote is shown by then. */
const PAUSE = 30_000

type Written = Readonly<Record<string, string>>

/** What happens on one registry, one thing after the other unless told; with an odd seed answers are old by chance. */
export class Story {
  readonly memory: MemoryRegistry
  readonly #scheduler: Scheduler
  readonly #lag: () => number
  #runs = 0

  constructor(seed: number, deletes = false) {
    const chance = chanceOf(seed)
    this.memory = new MemoryRegistry(deletes)
    this.#scheduler = new Scheduler(chooseBy(chance), Number.POSITIVE_INFINITY)
    this.#lag = () => (seed % 2 === 0 ? 0 : Math.floor(chance() * LONGEST_LAG))
  }

  /** Publishes a version to its end. The commit and the image are its own unless told. */
  async publish(version: string, more: Partial<Job> = {}): Promise<Outcome> {
    const run = this.#next()
    const outcome = newJob({ run, version, commit: commitOf(version), build: version, gap: 0, ...more })
    this.memory.store(outcome.own)
    await this.#through(runJob(this.#host(run), outcome))
    return outcome
  }

  /** Points tags at an image, as somebody else does. */
  point(image: StoredManifest, ...tags: readonly string[]): void {
    for (const tag of tags) this.memory.put(tag, image, this.#scheduler.now)
    this.#scheduler.now += PAUSE
  }

  /** Rolls back once for each of these inputs, all at the same time. @returns the messages of those that failed */
  async rollBack(...all: readonly Written[]): Promise<readonly string[]> {
    const ends = all.map((written) => runRollback(this.#host(this.#next()), written))
    await this.#through(Promise.all(ends))
    return (await Promise.all(ends)).flatMap((message) => message ?? [])
  }

  /**
   * Rolls back, is killed at one call, and is taken back by its post step.
   * @param call the number of the call; beyond the last one it is not killed
   * @returns whether it was killed
   */
  async rollBackKilled(written: Written, call: number, fate: Fate): Promise<boolean> {
    const run = this.#next()
    let calls = 0
    const host = this.#host(run, () => (++calls === call ? fate : 'answered'))
    const session = sessionOf()
    let ended = false
    const end = runRollback(host, written, session).then(() => {
      ended = true
    })
    await this.#scheduler.drain()
    if (ended) {
      await end
      return false
    }
    const [post, since] = [this.#host(this.#next()), this.#scheduler.now]
    const occasion = { why: 'unfinished', since, underWay: true } as const
    await this.#through(takeBack(post, session.state, () => undefined, occasion))
    return true
  }

  /** The digests of tags. */
  holds(...tags: readonly string[]): readonly (string | undefined)[] {
    return tags.map((tag) => this.memory.get(tag)?.descriptor.digest)
  }

  /** Whether the image of a version is recorded as withdrawn. */
  isWithdrawn(version: string): boolean {
    const [held, record] = this.holds(version, recordTag(version) ?? '')
    return held !== undefined && held === record
  }

  #next(): string {
    this.#runs++
    return `R${this.#runs}`
  }

  #host(run: string, fate: () => Fate = () => 'answered'): Host {
    const scheduler = this.#scheduler
    return hostOf(run, scheduler, connect(this.memory, { run, scheduler, lag: this.#lag, fate }))
  }

  async #through(body: Promise<unknown>): Promise<void> {
    await Promise.all([this.#scheduler.drain(), body])
    this.#scheduler.now += PAUSE
  }
}

/** A commit of a version's own. */
function commitOf(version: string): string {
  return Buffer.from(version).toString('hex').padEnd(40, '0')
}

/** A rollback as operations/rollback.ts tells it, but for the smoke test. @returns the message where it fails */
async function runRollback(host: Host, written: Written, session = sessionOf()): Promise<string | undefined> {
  await host.clock.sleep(0)
  const request = requestOf(written)
  try {
    const facts = await readRollback(host, IMAGE, request)
    const plan = planRollback(request, facts)
    const writer = createWriter(host, IMAGE, async (journal) => session.keep({ journal }))
    await orTakeBack(
      { host, session },
      () => undefined,
      () => returnTags(host, writer, plan, facts),
    )
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function requestOf(written: Written): RollbackRequest {
  const { rollback } = parseRollbackInputs((name) => written[name] ?? '')
  const tags = rollbackTags(rollback).flatMap((one) => ('found' in one ? [] : [one]))
  return { tags, to: rollback.to, withdraw: rollback.withdraw, suffix: rollback.tagSuffix ?? '' }
}

function sessionOf(): Session {
  let state: State = { ...newState('0'.repeat(12), '/t'), moving: IMAGE }
  return {
    id: state.id,
    folder: state.folder,
    get state() {
      return state
    },
    keep(change) {
      state = { ...state, ...change }
    },
  }
}
