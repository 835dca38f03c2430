// npm run bench:cache [PAIRS]: what the caches give and cost, against the lines that people write by hand. See docs/benchmark.md.
import { fetchedBefore } from './bench-cache-fetched.js'
import { openPlace } from './bench-cache-place.js'
import { median } from './bench-figures.js'
import { phaseOf, seconds } from './bench-runs.js'
import { startCacheService } from './sandbox/cache-service.js'
import { makeRuntimeToken } from './sandbox/cache-service-token.js'

const PAIRS = Number(process.argv[2] ?? 3)
const TOKEN = makeRuntimeToken([{ scope: 'refs/heads/main', permission: 'read-write' }])

/**
 * @typedef {import('./bench-cache-place.js').Place} Place
 * @typedef {import('./bench-cache-place.js').Driver} Driver
 *
 * @typedef {object} State What a build finds.
 * @property {string} name
 * @property {string} cache The action's input.
 * @property {readonly ('registry' | 'gha')[]} lines What is written by hand.
 *
 * @typedef {{ all: number, build: number, ran: number }} Figures Milliseconds, and steps that came from no cache.
 * @typedef {{ hand: Figures, ours: Figures }} Pair
 */

/** In this order: the second leaves what the others read. @type {readonly State[]} */
const STATES = [
  { name: 'none', cache: 'off', lines: [] },
  { name: 'both, cold', cache: 'registry,gha', lines: ['registry', 'gha'] },
  { name: 'gha, warm', cache: 'gha', lines: ['gha'] },
  { name: 'registry, warm', cache: 'registry', lines: ['registry'] },
  { name: 'both, warm', cache: 'registry,gha', lines: ['registry', 'gha'] },
]

/** @param {readonly (string | number)[]} cells */
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
/** @param {...string} names */
const head = (...names) => {
  console.log('')
  row(...names)
  row(...names.map(() => '---'))
}
/** @template T @param {readonly T[]} values @param {(value: T) => number} read */
const middle = (values, read) => median(values.map(read))

/** The two lines for each layer, as they stand in workflows. @param {State} state @param {string} image @param {string} scope */
function linesOf({ lines }, image, scope) {
  const types = {
    registry: `type=registry,ref=${image}:buildcache`,
    // Each round has caches of its own.
    gha: `type=gha,scope=${scope}`,
  }
  return lines.map((line) => `--cache-from ${types[line]} --cache-to ${types[line]},mode=max`)
}

/** @param {Place} place @param {Driver} driver @param {number} round @returns {Promise<Pair[]>} One for each state. */
async function runRound(place, driver, round) {
  const name = `${place.registry.host}/example/${driver}-${round}`
  const driverInputs =
    driver === 'docker'
      ? { driver }
      : { driver, 'buildkit-image': place.buildkit.reference, 'driver-opts': 'network=host' }
  /** @type {Pair[]} */
  const pairs = []
  for (const state of STATES) {
    console.error(`${driver}, pair ${round + 1} of ${PAIRS}: ${state.name}`)
    const ours = async () => {
      await place.empty(driver)
      const { main, outcome } = await place.publish(name, { ...driverInputs, cache: state.cache })
      const ran = outcome.build.steps.reduce(
        (/** @type {number} */ all, /** @type {Figures} */ one) => all + one.ran,
        0,
      )
      return { all: main, build: phaseOf(outcome, 'Build and push the candidate'), ran }
    }
    const hand = async () => {
      await place.empty(driver)
      return place.type(
        `${name}-by-hand`,
        driver,
        linesOf(state, `${name}-by-hand`, `by-hand-${driver}-${round}`),
      )
    }
    // The order changes from pair to pair, as everything that both fetch is warmer for the second.
    if (round % 2 === 0) pairs.push({ ours: await ours(), hand: await hand() })
    else pairs.push({ hand: await hand(), ours: await ours() })
  }
  return pairs
}

/** @param {Place} place @param {Driver} driver */
async function benchLayers(place, driver) {
  const rounds = []
  for (let round = 0; round < PAIRS; round++) rounds.push(await runRound(place, driver, round))
  for (const [at, { name }] of STATES.entries()) {
    const pairs = rounds.map((round) => ({
      .../** @type {Pair} */ (round[at]),
      none: round[0]?.hand.all ?? 0,
    }))
    row(
      driver,
      name,
      `${seconds(middle(pairs, ({ hand }) => hand.all))}, ${seconds(middle(pairs, ({ hand }) => hand.build))}`,
      `${seconds(middle(pairs, ({ ours }) => ours.all))}, ${seconds(middle(pairs, ({ ours }) => ours.build))}`,
      middle(pairs, ({ hand, ours }) => ours.all / hand.all).toFixed(2),
      middle(pairs, ({ hand, ours }) => ours.build / hand.build).toFixed(2),
      middle(pairs, ({ none, ours }) => ours.all / none).toFixed(2),
      `${middle(pairs, ({ hand }) => hand.ran)}, ${middle(pairs, ({ ours }) => ours.ran)}`,
      PAIRS,
    )
  }
  const best = rounds.map((round) => {
    const warm = round.slice(2)
    return (warm.at(-1)?.ours.all ?? 0) / Math.min(...warm.map(({ hand }) => hand.all))
  })
  return `${driver}: the default (both, warm) against the quickest of the warm calls by hand: ${median(best).toFixed(2)}`
}

/** Services that are no use. @type {readonly [name: string, faults: readonly import('./sandbox/cache-service.js').Fault[] | undefined][]} */
const DEAD = [
  ['refuses the connection', undefined],
  ['hangs', [{ on: 'any', kind: 'hang' }]],
  ['answers 500', [{ on: 'any', kind: 'status', status: 500 }]],
]

/** On a builder that holds everything, where a delay shows best. @param {Place} place @param {string} image */
async function benchDead(place, image) {
  for (const [name, faults] of DEAD) {
    const service = await startCacheService(faults && { faults })
    const variables = service.env(TOKEN)
    // Nobody listens where it was.
    if (faults === undefined) await service.stop()
    const publish = async (/** @type {string} */ cache) =>
      (await place.publish(image, { driver: 'docker', cache }, { variables })).main
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      const first = await publish(pair % 2 === 0 ? 'registry' : 'registry,gha')
      const second = await publish(pair % 2 === 0 ? 'registry,gha' : 'registry')
      pairs.push(pair % 2 === 0 ? { without: first, dead: second } : { without: second, dead: first })
    }
    if (faults !== undefined) await service.stop()
    const cells = [middle(pairs, ({ without }) => without), middle(pairs, ({ dead }) => dead)]
    const over = middle(pairs, ({ without, dead }) => dead - without)
    row(name, ...cells.map(seconds), seconds(over), PAIRS)
  }
}

const place = await openPlace((line) => console.error(line))
try {
  const image = `${place.registry.host}/example/warm`
  // The first publish installs emulators where they are missing, and warms the engine's builder.
  await place.publish(image, { driver: 'docker', cache: 'registry' })
  head('before the build', 'requests', 'bytes', 'images pulled')
  for (const fetched of await fetchedBefore(place))
    row(fetched.name, fetched.requests, fetched.bytes, fetched.pulls)
  head('cache service', 'without gha', 'with gha', 'more', 'pairs')
  await benchDead(place, image)
  head(
    ...['driver', 'cache', 'by hand, of which build', 'action, of which build', 'ratio', 'of the builds'],
    ...['to no cache by hand', 'steps run by hand, by the action', 'pairs'],
  )
  const notes = []
  for (const driver of /** @type {const} */ (['docker', 'docker-container']))
    notes.push(await benchLayers(place, driver))
  console.log(`\n${notes.join('\n')}`)
} finally {
  await place.close()
}
