import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../scripts/sandbox/registry.js'
import type { StoredManifest } from '../../src/host/registry/registry.ts'
import { NOTHING } from '../../src/steps/tags/withdraw.ts'
import { theRig } from '../rig/engines.ts'
import { buildOf, type Driver, prepareRepository, pushImage, startDriver } from '../rig/tag-runs.ts'
import { type Chance, chanceOf, oneOf } from '../steps/model/chance.ts'
import { violations } from '../steps/model/invariant.ts'
import { MemoryRegistry } from '../steps/model/registry.ts'
import { type Job, newJob, type Outcome } from '../steps/model/runs.ts'

/** Pairs of each kind. */
const PAIRS = Number(process.env.RACES_PAIRS ?? 60)
const FIRST = Number(process.env.RACES_FIRST ?? 1)
/** As many pairs at once, each in a repository of its own: most of the time of a pair is waiting. */
const AT_ONCE = 8
/** The clocks of the runs go so many times faster: 8 s of lag are 160 ms. */
const SPEED = 50
const LAG_MS = 8_000 / SPEED
const DELAY_MS = 1_000 / SPEED
const SNAIL = 'snail'
const USERS = ['hare', 'tortoise', SNAIL]
const PASSWORD = 'the-password-of-everybody'

/** Version and commit of the first and of the second run; `slow` where the first one always is. */
const KINDS = {
  'different versions': { rows: ['1.0.1 a', '1.0.2 b'], slow: false },
  // The commit's tag is not new for the second one, so no list proves by it that it is up to date.
  'different versions of the same commit': { rows: ['1.0.1 a', '1.0.2 a'], slow: false },
  'the same version of the same commit': { rows: ['1.0.1 a', '1.0.1 a'], slow: false },
  'the same version of different commits': { rows: ['1.0.1 a', '1.0.1 b'], slow: false },
  'a slow old run and a fast new one': { rows: ['1.0.1 a', '1.1.0 b'], slow: true },
} as const

let root: string
let registry: Registry
let drivers: readonly Driver[] = []

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'e2e-races-'))
  registry = await startRegistry({
    storage: root,
    users: Object.fromEntries(USERS.map((name) => [name, { password: PASSWORD, access: 'write' }])),
    env: { ...process.env, PATH: theRig().tools.path },
  })
  drivers = [startDriver(), startDriver()]
}, 60_000)

afterAll(async () => {
  await Promise.all(drivers.map(({ stop }) => stop()))
  await registry?.stop()
  rmSync(root, { recursive: true, force: true })
}, 30_000)

/** Two runs in two processes. @returns what is wrong in the end, with all that was asked for; undefined where all is well */
async function race(kind: keyof typeof KINDS, seed: number): Promise<string | undefined> {
  const chance = chanceOf(seed)
  const repository = `octocat/${kind.replaceAll(' ', '-')}-${seed}`
  const store = `${registry.storeUrl}/v2/${repository}`
  const jobs = jobsOf(kind, chance)
  const images = jobs.map(({ version, commit, build }) => buildOf(version, commit, build))
  const old = buildOf('1.0.0', 'f'.repeat(40), 'old')
  await prepareRepository(store, ['old', ...jobs.map(({ build }) => build)])
  for (const image of images) await pushImage(store, image)
  if (chance() < 0.7) await pushImage(store, old, ['v1.0.0', 'v1.0', 'v1', 'latest'])
  const slow = KINDS[kind].slow || chance() < 0.4 ? 0 : oneOf(chance, [1, -1])
  const outcomes = await Promise.all(
    jobs.map((job, at) =>
      follow(at, job, images[at] ?? old, {
        repository,
        username: at === slow ? SNAIL : (USERS[at] ?? ''),
        // A slow first run is overtaken somewhere on its way; others begin nearly together.
        delayMs: slow === 0 ? at * chance() * 500 : chance() * 60,
      }),
    ),
  )
  const wrong = violations(await stateOf(repository, [...images, old, NOTHING]), outcomes)
  // Only where two want the same version may one of them fail, and then because of the other.
  const failures = outcomes.flatMap((one) => one.failures)
  const faults = isContested(kind) ? failures.filter((one) => one.startsWith('crashed')) : failures
  if (wrong.length + faults.length === 0) return undefined
  return tell(`${kind}, seed ${seed}`, repository, [...wrong, ...faults], outcomes)
}

const isContested = (kind: string) => kind.startsWith('the same version')

function jobsOf(kind: keyof typeof KINDS, chance: Chance): readonly Job[] {
  const { rows } = KINDS[kind]
  const contested = isContested(kind)
  return rows.map((row, at) => {
    const [version = '', letter = ''] = row.split(' ')
    const run = 'AB'[at] ?? ''
    const build = chance() < 0.2 ? 'same' : run
    // Why post of a contested version has to be late: see LONGEST_LAG of the model.
    const gap = contested ? 40_000 : oneOf(chance, [0, 1_000, 20_000])
    return { run, version, build, gap, commit: letter.repeat(40) }
  })
}

interface Place {
  readonly repository: string
  readonly username: string
  readonly delayMs: number
}

async function follow(at: number, job: Job, own: StoredManifest, place: Place): Promise<Outcome> {
  const { repository, username, delayMs } = place
  const answer = await drivers[at]?.follow({
    ...{ id: repository, job, delayMs, speed: SPEED },
    image: `${registry.host}/${repository}`,
    login: { username, password: PASSWORD },
    manifest: [own.descriptor.mediaType, own.body.toString('base64')],
  })
  if (answer === undefined) throw new Error('There are two drivers.')
  const { reported, failures } = answer
  return { ...newJob(job, { own }), reported, failures }
}

/** What the registry holds in the end. */
async function stateOf(repository: string, images: readonly StoredManifest[]): Promise<MemoryRegistry> {
  const memory = new MemoryRegistry()
  const tags = await registry.tags(repository)
  for (const [tag, digest] of Object.entries(tags)) {
    const image = images.find(({ descriptor }) => descriptor.digest === digest)
    if (image === undefined) throw new Error(`${repository}:${tag} is ${digest}, which nobody pushed.`)
    memory.put(tag, image, 0)
  }
  return memory
}

/** The interleaving as the registry saw it. */
function tell(what: string, repository: string, wrong: readonly string[], outcomes: readonly Outcome[]) {
  const said = outcomes.map(
    ({ job, own, reported, failures }) =>
      `${job.run}: ${job.version}, ${own.descriptor.digest}: ${reported ?? failures.join(' | ')}`,
  )
  const seen = registry.requests().filter(({ path }) => path.includes(`/${repository}/`))
  const start = seen[0]?.at ?? 0
  const requests = seen.map(({ at, user, method, path, status }) =>
    [String(at - start).padStart(6), user, method, path.split('/').slice(-2).join('/'), status].join(' '),
  )
  return [what, ...wrong, ...said, ...requests].join('\n')
}

test.each(Object.keys(KINDS) as readonly (keyof typeof KINDS)[])(
  'two processes at once: %s',
  async (kind) => {
    registry.set({ jitter: { seed: FIRST, delayMs: DELAY_MS, lagMs: LAG_MS, slow: SNAIL } })
    const seeds = Array.from({ length: PAIRS }, (_, at) => FIRST + at)
    const bad: string[] = []
    const worker = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const story = await race(kind, seed)
        if (story !== undefined) bad.push(story)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    expect(bad.toSorted((a, b) => a.length - b.length)[0]).toBeUndefined()
    registry.clearRequests()
  },
  120_000,
)
