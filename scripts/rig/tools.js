import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canInstall, installPackages } from '../sandbox/start-debian.js'
import { cachedFolder, cacheFolder, fillCache } from './cache.js'
import { engineFaults, enginePackages } from './engine-needs.js'
import { isGoUsable } from './golang.js'
import { BUILDKIT_REFERENCE, EMULATORS_REFERENCE, SCANNER_REFERENCE, SYFT_REFERENCE } from './images.js'
import { run, which } from './run.js'
import { PACKAGES, TOOLS } from './table.js'

/**
 * @typedef {import('./table.js').Tool} Tool
 *
 * @typedef {object} Tools
 * @property {string} path A PATH on which every program is found, the cached ones first.
 * @property {Readonly<Record<string, string>>} programs The path of each program, by name.
 * @property {import('./archive.js').ImageArchive} buildkit
 * @property {import('./archive.js').ImageArchive} scanner Speaks BuildKit's SBOM protocol.
 * @property {import('./archive.js').ImageArchive} syft A real SBOM scanner.
 * @property {import('./archive.js').ImageArchive} emulators Called as tonistiigi/binfmt is.
 * @property {string} node20 The oldest node that may start the action.
 * @property {{ amd64: string, arm64: string }} busybox A static busybox for each architecture.
 */

/** Something cannot be had: the message names all of it, each with the command to get it. */
export class MissingTools extends Error {
  /** @param {readonly { name: string, reason: string, command: string }[]} missing */
  constructor(missing) {
    const lines = missing.map(({ name, reason, command }) => `- ${name}: ${reason}\n    ${command}`)
    super(`The tests need what this machine does not have:\n${lines.join('\n')}`)
    this.name = 'MissingTools'
    this.missing = missing
  }
}

/**
 * Gets every tool. Throws MissingTools before anything is built where something cannot be built here, and after building where
 * something failed.
 * @param {{ env?: NodeJS.ProcessEnv, say?: (line: string) => void }} [options]
 * @returns {Promise<Tools>}
 */
export async function prepareTools({ env = process.env, say = () => undefined } = {}) {
  const cache = cacheFolder(env)
  const found = await locate(cache, env)
  const toBuild = TOOLS.filter(({ name }) => !found.has(name))
  await makeReady(toBuild, env, say)
  const failures = await buildAll(toBuild, cache, found, say)
  if (failures.length > 0) throw new MissingTools(failures)
  return describe(found, env)
}

/** @param {string} cache @param {NodeJS.ProcessEnv} env @returns {Promise<Map<string, string>>} */
async function locate(cache, env) {
  /** @type {Map<string, string>} */
  const found = new Map()
  for (const tool of TOOLS) {
    const place = (await onPath(tool, env)) ?? cachedFolder(cache, `${tool.name}-${tool.version}`)
    if (place) found.set(tool.name, place)
  }
  return found
}

/**
 * The folder of PATH that has the program at the right version.
 * @param {Tool} tool @param {NodeJS.ProcessEnv} env
 */
async function onPath({ name, version, accept }, env) {
  const program = accept && which(name, env)
  if (!program) return undefined
  if (accept[0] === '*') return dirname(program)
  const said = await run(program, accept, { env, timeoutMs: 20_000 }).catch(() => '')
  return said.includes(version.replace(/^v/, '')) ? dirname(program) : undefined
}

/**
 * Sees to it that engines can run and everything can be built, as root on Debian by installing what is missing.
 * @param {readonly Tool[]} tools @param {NodeJS.ProcessEnv} env @param {(line: string) => void} say
 */
async function makeReady(tools, env, say) {
  const needed = [...new Set(tools.flatMap(({ needs }) => needs))]
  const forTools = (await lacking(needed, env)).flatMap((program) => PACKAGES[program] ?? [])
  const packages = [...forTools, ...(await enginePackages(env))]
  if (packages.length > 0 && which('apt-get', env) && canInstall())
    await installPackages(packages, { log: say })
  const absent = await lacking(needed, env)
  const missing = tools.flatMap(({ name, needs, command }) => {
    const without = needs.filter((program) => absent.includes(program))
    return without.length > 0 ? [{ name, reason: `it is built with ${without.join(', ')}`, command }] : []
  })
  const faults = [...(await engineFaults(env)), ...missing]
  if (faults.length > 0) throw new MissingTools(faults)
}

/** @param {readonly string[]} programs @param {NodeJS.ProcessEnv} env */
async function lacking(programs, env) {
  const goIsOld = programs.includes('go') && !(await isGoUsable(env))
  return programs.filter((program) => (program === 'go' ? goIsOld : !which(program, env)))
}

/**
 * Builds one after the other: each build already uses every core.
 * @param {readonly Tool[]} tools @param {string} cache @param {Map<string, string>} found @param {(line: string) => void} say
 */
async function buildAll(tools, cache, found, say) {
  const failures = []
  for (const { name, version, command, make, after = [] } of tools) {
    if (after.some((other) => !found.has(other))) {
      failures.push({ name, reason: `it needs ${after.join(', ')}`, command })
      continue
    }
    say(`${name} ${version}: building …`)
    const start = Date.now()
    try {
      const folder = await fillCache(cache, `${name}-${version}`, (result, scratch) =>
        make(result, scratch, found),
      )
      found.set(name, folder)
      say(`${name} ${version}: built in ${((Date.now() - start) / 1000).toFixed(1)} s, kept in ${folder}`)
    } catch (error) {
      failures.push({ name, reason: error instanceof Error ? error.message : String(error), command })
    }
  }
  return failures
}

/** @param {ReadonlyMap<string, string>} found @param {NodeJS.ProcessEnv} env @returns {Tools} */
function describe(found, env) {
  const programs = TOOLS.filter(({ accept }) => accept).map(({ name }) => [
    name,
    join(found.get(name) ?? '', name),
  ])
  const cached = programs
    .map(([, path]) => dirname(path ?? ''))
    .filter((folder) => folder.startsWith(cacheFolder(env)))
  const busybox = found.get('busybox') ?? ''
  /** @param {string} reference @param {string} name */
  const archive = (reference, name) => ({ reference, file: join(found.get(name) ?? '', 'image.tar') })
  return {
    path: [...cached, env.PATH ?? ''].join(delimiter),
    programs: Object.fromEntries(programs),
    buildkit: archive(BUILDKIT_REFERENCE, 'buildkit-image'),
    scanner: archive(SCANNER_REFERENCE, 'scanner-image'),
    syft: archive(SYFT_REFERENCE, 'syft-image'),
    emulators: archive(EMULATORS_REFERENCE, 'emulators-image'),
    node20: join(found.get('node20') ?? '', 'node'),
    busybox: { amd64: join(busybox, 'amd64', 'busybox'), arm64: join(busybox, 'arm64', 'busybox') },
  }
}

async function main() {
  try {
    const tools = await prepareTools({ say: console.log })
    console.log(JSON.stringify(tools, undefined, 2))
  } catch (error) {
    console.error(error instanceof MissingTools ? error.message : error)
    process.exitCode = 1
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
