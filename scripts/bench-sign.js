// npm run bench:sign [PAIRS]: what signing and verifying add to a publish, and what cosign alone takes for it. See docs/benchmark.md.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './bench-figures.js'
import {
  CACHE,
  loginLine,
  openReleases,
  openShell,
  PASSWORD,
  PLATFORMS,
  phaseOf,
  ROOT,
  runAction,
  seconds,
  versionOf,
} from './bench-runs.js'
import { prepareTools } from './rig/tools.js'
import { startEngine } from './sandbox/engine.js'
import { startRegistry } from './sandbox/registry.js'
import { startSigstore } from './sandbox/sigstore.js'
import { ACTOR, REPOSITORY } from './sandbox/start-job.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { supplies } from './sandbox/start-supplies.js'

const PAIRS = Number(process.argv[2] ?? 5)
const ISSUER = 'https://token.actions.githubusercontent.com'
const signal = new AbortController().signal

/** @param {readonly (string | number)[]} cells */
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** Bytes of all files below a folder. @param {string} folder @returns {number} */
function bytesIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return files.reduce((all, { parentPath, name }) => all + statSync(join(parentPath, name)).size, 0)
}

/** @param {(line: string) => void} say @param {(() => unknown)[]} undo */
async function openPlace(say, undo) {
  const { path } = await prepareTools({ say })
  // Where the action and the shell look for cosign.
  process.env.PATH = path
  mkdirSync(CACHE, { recursive: true })
  const engine = await startEngine({ log: say, cache: CACHE, signal })
  undo.push(engine.stop)
  const folder = mkdtempSync(join(tmpdir(), 'bench-sign-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  const [storage, trust] = [join(folder, 'registry'), join(folder, 'trust')]
  mkdirSync(storage)
  mkdirSync(trust)
  const env = { ...process.env, ...engine.env }
  const users = { [ACTOR]: { password: PASSWORD, access: /** @type {const} */ ('write') } }
  const registry = await startRegistry({ storage, users, env })
  undo.push(registry.stop)
  const sigstore = await startSigstore({ folder: trust })
  undo.push(sigstore.stop)
  const releases = await openReleases(signal)
  undo.push(releases.remove)
  const stands = await supplies({ env, cache: CACHE, platforms: PLATFORMS.join(','), log: say, signal })
  const inputs = {
    ...{ image: `${registry.host}/${REPOSITORY}`, username: ACTOR, password: PASSWORD },
    // The same image for each, from the builder's own cache: what is left is what signing adds.
    ...{ cache: 'off', smoke: 'off', ...secretInputs(), ...stands },
    'sigstore-signing-config': sigstore.files.signingConfig.v2,
    'sigstore-trusted-root': sigstore.files.trustedRoot,
  }
  return { registry, sigstore, releases, storage, env, engineEnv: engine.env, inputs }
}

/**
 * @typedef {Awaited<ReturnType<typeof openPlace>>} Place
 * @typedef {Awaited<ReturnType<typeof publish>>} Published
 */

let run = 0

/** Whose token the next signature is made by. @param {Place} place @param {string} sha @param {string} file */
const signAs = ({ sigstore }, sha, file) =>
  sigstore.set({ claims: { repository: REPOSITORY, sha, job_workflow_ref: file } })

/** Publishes the next version. @param {Place} place @param {'keyless' | 'off'} sign */
async function publish(place, sign) {
  const { releases, sigstore, engineEnv, inputs } = place
  const sha = await releases.next()
  const tag = versionOf(++run)
  const file = `${REPOSITORY}/.github/workflows/publish-container.yml@refs/tags/${tag}`
  signAs(place, sha, file)
  const job = { root: ROOT, workspace: { path: releases.path, sha, remove: () => undefined }, tag }
  const { main, post, outcome } = await runAction({
    ...{ ...job, env: engineEnv, password: PASSWORD, show: () => undefined },
    inputs: { ...inputs, sign, labels: `run=${run}` },
    variables: sigstore.env,
  })
  return { main, post, sign: phaseOf(outcome, 'Sign'), digest: String(outcome.digest), sha, file }
}

/**
 * What cosign alone takes to sign an image and to verify it, and the bytes that the registry has afterwards.
 * @param {Place} place @param {{ digest: string, sha: string, file: string }} image
 */
async function type(place, { digest, sha, file }) {
  const { registry, sigstore, releases, storage, env, inputs } = place
  const { signingConfig, trustedRoot } = sigstore.files
  const reference = `${inputs.image}@${digest}`
  const before = bytesIn(storage)
  signAs(place, sha, file)
  const shell = openShell({ cwd: releases.path, env: { ...env, ...sigstore.env } })
  try {
    await shell.type(loginLine(registry.host))
    const sign = `cosign sign --yes --signing-config ${signingConfig.v2} --trusted-root ${trustedRoot} ${reference}`
    const who = `--certificate-identity https://github.com/${file} --certificate-oidc-issuer ${ISSUER}`
    const { time } = await shell.type(sign, `cosign verify --trusted-root ${trustedRoot} ${who} ${reference}`)
    return { time, bytes: bytesIn(storage) - before }
  } finally {
    shell.close()
  }
}

/** @param {Place} place */
async function bench(place) {
  // The first fills the builder's cache, and installs emulators where they are missing.
  await publish(place, 'off')
  row('registry', 'cosign alone', 'sign phase', 'added to main', 'added to post', 'added', 'bytes', 'pairs')
  row(...Array.from({ length: 8 }, () => '---'))
  for (const delayMs of [0, 100]) {
    place.registry.set({ delayMs })
    /** @type {{ plain: Published, signed: Published, hand: Awaited<ReturnType<typeof type>> }[]} */
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      // The order changes from pair to pair.
      const first = await publish(place, pair % 2 === 0 ? 'off' : 'keyless')
      const second = await publish(place, pair % 2 === 0 ? 'keyless' : 'off')
      const [plain, signed] = pair % 2 === 0 ? [first, second] : [second, first]
      pairs.push({ plain, signed, hand: await type(place, plain) })
    }
    const middle = (/** @type {(pair: (typeof pairs)[number]) => number} */ read) => median(pairs.map(read))
    row(
      delayMs === 0 ? 'loopback' : `+${delayMs} ms a request`,
      seconds(middle(({ hand }) => hand.time)),
      seconds(middle(({ signed }) => signed.sign)),
      seconds(middle(({ plain, signed }) => signed.main - plain.main)),
      seconds(middle(({ plain, signed }) => signed.post - plain.post)),
      seconds(middle(({ plain, signed }) => signed.main + signed.post - plain.main - plain.post)),
      middle(({ hand }) => hand.bytes),
      PAIRS,
    )
  }
}

/** @type {(() => unknown)[]} */
const undo = []
try {
  await bench(await openPlace((line) => console.error(line), undo))
} finally {
  for (const step of undo.reverse()) await step()
}
