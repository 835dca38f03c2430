import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedFolder, cacheFolder, fillCache } from './cache.js'
import { installPackages } from './debian.js'
import { goInstall } from './golang.js'
import {
  BUILDKIT_REFERENCE,
  BUILDKIT_VERSION,
  makeBuildkitImage,
  makeBusybox,
  makeScannerImage,
  SCANNER_REFERENCE,
} from './images.js'
import { run, which } from './run.js'

/**
 * What the tests need outside npm: taken from PATH at the right version, else from the cache, else built.
 *
 * @typedef {object} Tool
 * @property {string} name The program's name, or the thing's.
 * @property {string} version Of what is built.
 * @property {string[]} [accept] How PATH's program is asked for its version; it is taken where the answer holds `version`.
 *   A single `*` takes any version.
 * @property {readonly string[]} needs Programs without which it cannot be built.
 * @property {readonly string[]} [after] Tools that must be there first.
 * @property {string} command What a person types to get it.
 * @property {(folder: string, scratch: string, tools: ReadonlyMap<string, string>) => Promise<void>} make
 *
 * @typedef {object} Tools
 * @property {string} path A PATH on which every program is found, the cached ones first.
 * @property {Readonly<Record<string, string>>} programs The path of each program, by name.
 * @property {import('./archive.js').ImageArchive} buildkit
 * @property {import('./archive.js').ImageArchive} scanner
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

/** @param {string} name @param {string} program @param {string} version @param {string[]} accept @returns {Tool} */
function goTool(name, program, version, accept) {
  const command = `go install ${program}@${version}`
  const make = async (/** @type {string} */ folder) => goInstall(folder, program, version)
  return { name, version, accept, needs: ['go'], command, make }
}

/** @type {readonly Tool[]} */
export const TOOLS = [
  goTool('crane', 'github.com/google/go-containerregistry/cmd/crane', 'v0.20.7', ['*']),
  goTool('oras', 'oras.land/oras/cmd/oras', 'v1.3.0', ['*']),
  goTool('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12', ['-version']),
  goTool('act', 'github.com/nektos/act', 'v0.2.89', ['--version']),
  {
    name: 'docker-registry',
    version: 'v3.0.0',
    accept: ['*'],
    needs: ['go'],
    command: 'apt-get install docker-registry',
    make: makeRegistry,
  },
  {
    name: 'zizmor',
    version: '1.32.0',
    accept: ['--version'],
    needs: ['python3'],
    command: 'pip install zizmor==1.32.0',
    make: makeZizmor,
  },
  {
    name: 'busybox',
    version: '1',
    needs: ['apt-get', 'dpkg-deb', 'tar'],
    after: ['crane'],
    command: 'run the tests on Debian or Ubuntu, or where docker.io can be reached',
    make: makeBusybox,
  },
  {
    name: 'scanner-image',
    version: '1',
    needs: ['tar'],
    after: ['busybox'],
    command: 'node scripts/rig/tools.js',
    make: (folder, scratch, tools) => makeScannerImage(folder, scratch, tools.get('busybox') ?? ''),
  },
  {
    name: 'buildkit-image',
    version: BUILDKIT_VERSION,
    needs: ['go', 'gcc', 'pkg-config', 'apt-get', 'dpkg-deb', 'tar'],
    command: 'apt-get install golang-go gcc libc6-dev pkg-config, then: node scripts/rig/tools.js',
    make: makeBuildkitImage,
  },
]

/** What to install on Debian for a program that building needs. @type {Readonly<Record<string, readonly string[]>>} */
const PACKAGES = {
  go: ['golang-go'],
  gcc: ['gcc', 'libc6-dev'],
  'pkg-config': ['pkg-config'],
  python3: ['python3', 'python3-pip'],
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
  if (toBuild.length > 0) await makeReady(toBuild, env)
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
 * Sees to it that everything can be built, as root on Debian by installing what is missing.
 * @param {readonly Tool[]} tools @param {NodeJS.ProcessEnv} env
 */
async function makeReady(tools, env) {
  const absent = new Set(tools.flatMap(({ needs }) => needs).filter((program) => !which(program, env)))
  const packages = [...absent].flatMap((program) => PACKAGES[program] ?? [])
  if (packages.length > 0 && process.getuid?.() === 0 && which('apt-get', env))
    await installPackages(packages)
  const missing = tools.flatMap(({ name, needs, command }) => {
    const without = needs.filter((program) => !which(program, env))
    return without.length > 0 ? [{ name, reason: `it is built with ${without.join(', ')}`, command }] : []
  })
  if (missing.length > 0) throw new MissingTools(missing)
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
  return {
    path: [...cached, env.PATH ?? ''].join(delimiter),
    programs: Object.fromEntries(programs),
    buildkit: { reference: BUILDKIT_REFERENCE, file: join(found.get('buildkit-image') ?? '', 'image.tar') },
    scanner: { reference: SCANNER_REFERENCE, file: join(found.get('scanner-image') ?? '', 'image.tar') },
    busybox: { amd64: join(busybox, 'amd64', 'busybox'), arm64: join(busybox, 'arm64', 'busybox') },
  }
}

/** @param {string} folder @param {string} scratch */
async function makeRegistry(folder, scratch) {
  await goInstall(scratch, 'github.com/distribution/distribution/v3/cmd/registry', 'v3.0.0')
  await run('mv', [join(scratch, 'registry'), join(folder, 'docker-registry')])
}

/** @param {string} folder @param {string} scratch */
async function makeZizmor(folder, scratch) {
  const flags = ['--no-deps', '--only-binary', ':all:', '--disable-pip-version-check', '-q']
  await run('python3', ['-m', 'pip', 'install', ...flags, '--target', scratch, 'zizmor==1.32.0'])
  await run('mv', [join(scratch, 'bin', 'zizmor'), join(folder, 'zizmor')])
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
