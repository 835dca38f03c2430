import type { Comparison, GitHubAnswer } from '../../../src/domain/github.ts'
import type { Host } from '../../../src/host/host.ts'
import type { StoredManifest } from '../../../src/host/registry/registry.ts'
import type { Published } from '../../../src/plan/published.ts'
import { newState, type State } from '../../../src/plan/state.ts'
import { checkPublishedTags } from '../../../src/steps/tags/confirm.ts'
import { lookLast } from '../../../src/steps/tags/last.ts'
import { type Publication, publishTags } from '../../../src/steps/tags/publish.ts'
import { createWriter } from '../../../src/steps/tags/write.ts'
import { context, goodTags, tag } from '../../plan/given.ts'
import { chanceOf, chooseBy, oneOf } from './chance.ts'
import { connect, MemoryRegistry, stored } from './registry.ts'
import { hostOf } from './runs.ts'
import { Scheduler } from './scheduler.ts'
import { LONGEST_LAG } from './schedules.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const WORKFLOW = 'acme/app/.github/workflows/publish.yml'
const MAIN = tag('main')

/** Commits by letter, each with the letters of the commits that it comes after; `z` was published long ago. */
export interface History {
  readonly ancestors: Readonly<Record<string, string>>
  /** The branch's head; undefined where GitHub tells nothing. */
  readonly head: string | undefined
}

/** The commits of the runs, in the order in which they were started, and the one that has to win. */
export interface Kind {
  readonly commits: string
  readonly history: History
  readonly winner: string
}

const LINE = { z: '', a: 'z', b: 'za', c: 'zab' }

/** The kinds of experiments. */
export const BRANCH_KINDS: Readonly<Record<string, Kind>> = {
  'two commits': { commits: 'ab', history: { ancestors: LINE, head: 'b' }, winner: 'b' },
  'two commits that are both not the head': {
    ...{ commits: 'ab', winner: 'b' },
    history: { ancestors: LINE, head: 'c' },
  },
  'three commits': { commits: 'abc', history: { ancestors: LINE, head: 'c' }, winner: 'c' },
  'a commit twice, and a newer one': {
    ...{ commits: 'aab', winner: 'b' },
    history: { ancestors: LINE, head: 'b' },
  },
  'two commits without GitHub': {
    ...{ commits: 'ab', winner: 'b' },
    history: { ancestors: LINE, head: undefined },
  },
  'three commits without GitHub': {
    ...{ commits: 'abc', winner: 'c' },
    history: { ancestors: LINE, head: undefined },
  },
  'a commit to which the branch was moved back': {
    ...{ commits: 'ba', winner: 'a' },
    history: { ancestors: LINE, head: 'a' },
  },
  'a commit to which the branch was moved aside': {
    ...{ commits: 'ab', winner: 'b' },
    history: { ancestors: { z: '', a: 'z', b: 'z' }, head: 'b' },
  },
}

const sha = (letter: string) => letter.repeat(40)

/** What became of one run. */
interface Outcome {
  readonly run: string
  readonly letter: string
  readonly own: StoredManifest
  state: State
  failure: string | undefined
}

/** What came of an experiment. */
export interface BranchResult {
  readonly wrong: readonly string[]
  /** Whether the tag was left where it was before the run that had to win: somebody may have gone back there on purpose. */
  readonly left: boolean
  readonly story: string
}

/** Runs of one branch at once, each main and post, by the turns and lags of a seed. */
export async function runBranches(kind: Kind, seed: number, gap: number): Promise<BranchResult> {
  const chance = chanceOf(seed)
  const scheduler = new Scheduler(chooseBy(chance), 4_000)
  const memory = new MemoryRegistry()
  if (chance() < 0.8) memory.put(MAIN, imageOf('z', 1, 'old'), -1_000_000)
  const most = oneOf(chance, [0, LONGEST_LAG / 4, LONGEST_LAG])
  const lag = () => (chance() < 0.3 ? 0 : Math.floor(chance() * most))
  const outcomes = [...kind.commits].map((letter, at) => {
    const run = 'ABC'[at] ?? '?'
    const number = letter === kind.commits[at - 1] ? at + 1 : at + 2
    const outcome: Outcome = {
      ...{ run, letter, own: imageOf(letter, number, run), failure: undefined },
      state: newState('0'.repeat(12), '/t'),
    }
    memory.store(outcome.own)
    // Without `before` in the event nobody knows which commit came before this push.
    const before = chance() < 0.5 ? sha(kind.history.ancestors[letter]?.at(-1) ?? '0') : undefined
    const host = branchHost(hostOf(run, scheduler, connect(memory, { run, scheduler, lag })), {
      ...{ run, number, before, scheduler, history: kind.history },
    })
    return { outcome, end: runJob(host, outcome, gap) }
  })
  await Promise.all([scheduler.drain(), ...outcomes.map(({ end }) => end)])
  const done = outcomes.map(({ outcome }) => outcome)
  const now = memory.get(MAIN)?.descriptor.digest
  const winners = done.filter(({ letter }) => letter === kind.winner)
  const left = winners.some(({ state }) => state.journal.find((one) => one.tag === MAIN)?.before === now)
  const right = left || winners.some(({ own }) => own.descriptor.digest === now)
  const failed = done.flatMap(({ run, failure }) => (failure === undefined ? [] : [`${run}: ${failure}`]))
  const wrong = right ? failed : [...failed, `main is ${now?.slice(7, 15)}`]
  return { wrong, left, story: [...wrong, memory.describe(), ...scheduler.trace].join('\n') }
}

/** An image of a branch, as this action builds it. */
export function imageOf(letter: string, number: number, build: string): StoredManifest {
  const annotations = {
    'org.opencontainers.image.revision': sha(letter),
    'ghcr-publish.run-number': `${number}`,
    'ghcr-publish.workflow': WORKFLOW,
    build,
  }
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  return stored(
    mediaType,
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [], annotations })),
  )
}

interface Place {
  readonly run: string
  readonly number: number
  readonly before: string | undefined
  readonly scheduler: Scheduler
  readonly history: History
}

/** A host that can ask for the history of the branch, which takes its time as all else. */
function branchHost(host: Host, { run, number, before, scheduler, history }: Place): Host {
  const { ancestors, head } = history
  const answer = async <T>(what: string, value: T): Promise<GitHubAnswer<T>> => {
    await scheduler.pause(run, what)
    return head === undefined ? { unknown: 'it answered 403' } : { value }
  }
  const compared = (base: string, other: string): Comparison => {
    if (base === other) return 'identical'
    if (ancestors[other]?.includes(base)) return 'ahead'
    return ancestors[base]?.includes(other) ? 'behind' : 'diverged'
  }
  const github: Host['github'] = {
    use: () => undefined,
    changedFiles: async () => ({ unknown: 'not asked' }),
    gitTag: async () => ({ unknown: 'nobody asks' }),
    branchHead: () => answer('HEAD of the branch', head && sha(head)),
    compare: (base, other) =>
      answer(`compare ${base[0]} ${other[0]}`, compared(base[0] ?? '', other[0] ?? '')),
  }
  const of = context({ event: 'push', payload: { before }, workflow: WORKFLOW, runNumber: number })
  const credentials = { lookup: async () => undefined }
  return { ...host, github, credentials, runner: { context: of } } as unknown as Host
}

function publicationOf(letter: string, host: Host): Publication {
  const commit = sha(letter)
  const tags = goodTags({}, context({ sha: commit, event: 'push', ref: 'refs/heads/main' }))
  const publishing = { fixed: [], commit, platforms: [], attested: false, overwrite: false }
  const branch = { image: IMAGE, tag: MAIN, branch: 'main', commit, run: host.runner.context }
  return { tags, publishing, latest: 'auto', branch }
}

/** The tags' part of main and of post, as operations/publish/gated.ts and operations/post/post.ts tell it. */
async function runJob(host: Host, outcome: Outcome, gap: number): Promise<void> {
  const { letter, own } = outcome
  await host.clock.sleep(0)
  const keep = (change: Partial<State>) => {
    outcome.state = { ...outcome.state, ...change }
  }
  try {
    const writer = createWriter(host, IMAGE, async (journal) => keep({ journal }))
    const { tags } = await publishTags(host, writer, publicationOf(letter, host), own)
    const { digest } = own.descriptor
    const holding = tags.filter(({ after }) => after === digest).map((one) => one.tag)
    const published = {
      ...{ image: IMAGE, digest, tags: holding, fixed: [], lines: [], suffix: '', commit: sha(letter) },
      branch: { tag: MAIN, name: 'main' },
    } as unknown as Published & { readonly digest: typeof digest }
    keep({ published, finished: true, wroteAt: writer.wroteAt })
    await host.clock.sleep(gap)
    const since = Math.min(host.clock.now(), outcome.state.wroteAt ?? Number.POSITIVE_INFINITY)
    const { wrong } = await checkPublishedTags(host, published)
    if (wrong.length > 0) throw new Error(wrong.join('; '))
    await lookLast(host, outcome.state, since)
  } catch (error) {
    outcome.failure = error instanceof Error ? error.message : String(error)
  }
}
