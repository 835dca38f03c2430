import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import type { Seen } from '../../scripts/sandbox/registry.js'
import { Runner, type StageResult } from '../../scripts/sandbox/runner.js'
import type { Action, GitHub } from '../../scripts/sandbox/runner-context.js'
import { type Kind, leftBetween, type Place, type Snapshot, takeSnapshot } from './leftovers.ts'
import { type Leg, REPOSITORY, WRITER } from './legs.ts'
import type { Workspace } from './workspace.ts'

/** The repository that the tests belong to. */
export const ROOT = join(import.meta.dirname, '../..')

/** The ways in which a stage is ended from outside. */
export interface Ends {
  readonly cancel: () => void
  readonly kill: () => void
}

/** One job: a workspace, and what its workflow and its event say. */
export interface Job {
  readonly leg: Leg
  readonly workspace: Workspace
  /** Win over the inputs of the leg; an empty text takes one of those away. */
  readonly inputs?: Readonly<Record<string, string>>
  /** `GITHUB_EVENT_NAME`; `push` where absent. */
  readonly event?: string
  /** The webhook payload. */
  readonly payload?: object
  /** `refs/heads/main` where absent. */
  readonly ref?: string
  /** Further parts of the github context. */
  readonly github?: GitHub
  readonly env?: Readonly<Record<string, string>>
  /** Cancels main when a line of its output matches. */
  readonly cancelWhen?: RegExp
  readonly cancelAfterMs?: number
  /** Something that happens while main runs, and may end it: as a cancelled job is, or as a machine without memory does. */
  readonly during?: (main: Ends) => Promise<void>
  /** The same of post. */
  readonly duringPost?: (post: Ends) => Promise<void>
  /** Gets every line of the log as it appears. */
  readonly onLine?: (line: string) => void
  /** Milliseconds between the runner's signals; shorter than GitHub's where absent. */
  readonly grace?: readonly [number, number]
  /** Something that happens between main and post. */
  readonly between?: (main: StageResult, state: Readonly<Record<string, string>>) => Promise<void>
  /** Leaves post out. */
  readonly mainOnly?: boolean
  /** Another action of this repository: the folder of its action.yml, `rollback` for example. */
  readonly action?: string
  /** The node that runs it. */
  readonly node?: string
}

/** What came of a job. */
export interface JobResult {
  readonly main: StageResult
  readonly post: StageResult | undefined
  /** Main, then post; one line below the other, masked. */
  readonly log: string
  /** `error` of both stages, then `warning`, then `notice`. */
  readonly annotations: readonly string[]
  /** The outputs of main, as the workflow sees them. */
  readonly outputs: Readonly<Record<string, string>>
  readonly jobOutputs: Readonly<Record<string, string>>
  /** What main saved for post. */
  readonly state: Readonly<Record<string, string>>
  /** Main's, then post's. */
  readonly summary: string
  readonly status: 'success' | 'failure' | 'cancelled'
  /** Every tag of the leg's package with its digest, oldest first. */
  readonly tags: Readonly<Record<string, string>>
  /** What the registry was asked during the job. */
  readonly requests: readonly Seen[]
  /** What was left behind, by kind; `{}` when nothing was. */
  readonly left: Partial<Record<Kind, readonly string[]>>
}

/**
 * Runs main and post of the committed bundle as the runner does, on a leg.
 * @throws where action.yml is not there
 */
export async function publish(job: Job): Promise<JobResult> {
  const { leg } = job
  const runner = makeRunner(job)
  try {
    const before = await takeSnapshot(placeOf(job, runner))
    leg.registry.clearRequests()
    const main = await ran(runner, job)
    await job.between?.(main, { ...runner.state })
    const post = job.mainOnly ? undefined : await besides(runner, runner.stage('post'), job.duringPost)
    const requests = leg.registry.requests()
    const left = await leftAfter(before, job, runner)
    const stages = post === undefined ? [main] : [main, post]
    return {
      ...{ main, post, requests, left },
      log: stages.flatMap(({ log }) => log).join('\n'),
      annotations: (['error', 'warning', 'notice'] as const).flatMap((level) =>
        stages.flatMap(({ annotations }) => annotations[level]),
      ),
      outputs: { ...runner.outputs },
      jobOutputs: runner.jobOutputs(),
      state: { ...runner.state },
      summary: stages.map(({ summary }) => summary).join(''),
      status: runner.jobStatus,
      tags: await leg.reader.tags(REPOSITORY),
    }
  } finally {
    runner.dispose()
  }
}

function makeRunner(job: Job): Runner {
  const { leg, workspace } = job
  const folder = join(ROOT, job.action ?? '.')
  const inputs = Object.entries({ ...leg.inputs, ...job.inputs }).filter(
    ([name, value]) => value !== '' || !(name in leg.inputs),
  )
  return new Runner({
    action: parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action,
    root: folder,
    inputs: Object.fromEntries(inputs),
    env: { ...leg.env, ...job.env },
    github: {
      actor: WRITER.name,
      repository: REPOSITORY,
      event_name: job.event ?? 'push',
      event: job.payload ?? {},
      ref: job.ref ?? 'refs/heads/main',
      sha: workspace.head(),
      ...job.github,
    },
    workspace: workspace.path,
    grace: job.grace ?? [7500, 2500],
    ...(job.node === undefined ? {} : { node: job.node }),
    ...(job.onLine === undefined ? {} : { onLine: job.onLine }),
  })
}

async function ran(runner: Runner, { cancelWhen, cancelAfterMs, during }: Job): Promise<StageResult> {
  const cancel = { ...(cancelWhen && { cancelWhen }), ...(cancelAfterMs !== undefined && { cancelAfterMs }) }
  const result = await besides(runner, runner.stage('main', cancel), during)
  if (result === undefined) throw new Error('The action has no main.')
  return result
}

/** Follows a stage that has begun, beside something that may end it. */
async function besides<Result>(
  runner: Runner,
  stage: Promise<Result>,
  during: Job['during'],
): Promise<Result> {
  const ends = {
    cancel: () => void runner.process?.cancel(runner.grace),
    kill: () => runner.process?.kill(),
  }
  const [result] = await Promise.all([stage, during?.(ends)])
  return result
}

/** Looks for what a job left; a process that is just ending gets a moment. */
async function leftAfter(before: Snapshot, job: Job, runner: Runner): Promise<JobResult['left']> {
  const end = Date.now() + 2000
  for (;;) {
    const left = leftBetween(before, withoutRunnerFiles(await takeSnapshot(placeOf(job, runner))))
    if (left.processes === undefined || Date.now() > end) return left
    await sleep(100)
  }
}

/** The run's id is in its state; what it makes is named after it. */
function placeOf({ leg }: Job, runner: Runner): Place {
  const ids = [
    ...Object.values(runner.state)
      .join(' ')
      .matchAll(/ghcr-publish-([0-9a-f]{12})/g),
  ]
  const own = ids.flatMap(([, id]) => [`ghcr-publish-${id}`, `ghcr-publish=${id}`])
  return {
    env: { ...process.env, ...leg.env },
    marks: [leg.registry.host, runner.temp, leg.root, ...own],
    exclusive: leg.engine.exclusive,
    folders: [runner.temp],
    dockerConfig: join(leg.root, 'home/.docker'),
  }
}

/** The runner's own files of a stage lie in RUNNER_TEMP as well. */
function withoutRunnerFiles(snapshot: Snapshot): Snapshot {
  const own = /\/(set_output|save_state|set_env|add_path|step_summary)_[0-9a-f-]{36}$|\/event\.json$/
  return { ...snapshot, files: snapshot.files.filter((path) => !own.test(path)) }
}
