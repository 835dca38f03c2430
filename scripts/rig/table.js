import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { goInstall } from './golang.js'
import {
  BUILDKIT_IMAGE,
  makeBuildkitImage,
  makeBusybox,
  makeEmulatorsImage,
  makeScannerImage,
  makeSyftImage,
  SYFT_IMAGE,
} from './images.js'
import { run } from './run.js'

/**
 * @typedef {object} Tool
 * @property {string} name The program's name, or the thing's.
 * @property {string} version Of what is built.
 * @property {string[]} [accept] How PATH's program is asked for its version; it is taken where the answer holds `version`.
 *   A single `*` takes any version.
 * @property {readonly string[]} needs Programs without which it cannot be built.
 * @property {readonly string[]} [after] Tools that must be there first.
 * @property {string} command What a person types to get it.
 * @property {(folder: string, scratch: string, tools: ReadonlyMap<string, string>) => Promise<void>} make
 */

/** @param {string} name @param {string} program @param {string} version @param {string[]} accept @returns {Tool} */
function goTool(name, program, version, accept) {
  const command = `go install ${program}@${version}`
  const make = async (/** @type {string} */ folder) => goInstall(folder, program, version)
  return { name, version, accept, needs: ['go'], command, make }
}

/**
 * What the tests need outside npm: taken from PATH at the right version, else from the cache, else built.
 * @type {readonly Tool[]}
 */
export const TOOLS = [
  goTool('crane', 'github.com/google/go-containerregistry/cmd/crane', 'v0.20.7', ['*']),
  goTool('oras', 'oras.land/oras/cmd/oras', 'v1.3.3', ['*']),
  goTool('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12', ['-version']),
  goTool('act', 'github.com/nektos/act', 'v0.2.89', ['--version']),
  // Debian's calls itself 'devel', so it does not count.
  goTool('cosign', 'github.com/sigstore/cosign/v3/cmd/cosign', 'v3.1.3', ['version']),
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
    name: 'node20',
    version: '20.20.2',
    needs: ['npm', 'tar'],
    command: 'node scripts/rig/tools.js, where the npm registry can be reached',
    make: makeNode20,
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
    name: 'syft-image',
    version: SYFT_IMAGE,
    needs: ['go', 'tar'],
    after: ['busybox'],
    command: 'apt-get install golang-go, then: node scripts/rig/tools.js',
    make: (folder, scratch, tools) => makeSyftImage(folder, scratch, tools.get('busybox') ?? ''),
  },
  {
    name: 'emulators-image',
    version: '1',
    needs: ['apt-get', 'dpkg-deb', 'tar'],
    after: ['busybox'],
    command: 'apt-get install qemu-user-static, then: node scripts/rig/tools.js',
    make: (folder, scratch, tools) => makeEmulatorsImage(folder, scratch, tools.get('busybox') ?? ''),
  },
  {
    name: 'buildkit-image',
    version: BUILDKIT_IMAGE,
    needs: ['go', 'gcc', 'pkg-config', 'apt-get', 'dpkg-deb', 'tar'],
    command: 'apt-get install golang-go gcc libc6-dev pkg-config, then: node scripts/rig/tools.js',
    make: makeBuildkitImage,
  },
]

/** What to install on Debian for a program that building needs. @type {Readonly<Record<string, readonly string[]>>} */
export const PACKAGES = {
  go: ['golang-go/forky', 'golang-src/forky'],
  gcc: ['gcc', 'libc6-dev'],
  'pkg-config': ['pkg-config'],
  python3: ['python3', 'python3-pip'],
}

/** @param {string} folder @param {string} scratch */
async function makeRegistry(folder, scratch) {
  await goInstall(scratch, 'github.com/distribution/distribution/v3/cmd/registry', 'v3.0.0')
  await run('mv', [join(scratch, 'registry'), join(folder, 'docker-registry')])
}

/** The oldest node that may start us; the packages hold one program each. @param {string} folder @param {string} scratch */
async function makeNode20(folder, scratch) {
  const name = `node-linux-${process.arch}@20.20.2`
  await run('npm', ['pack', '--silent', '--pack-destination', scratch, name])
  const [archive = ''] = readdirSync(scratch)
  await run('tar', [
    '-xzf',
    join(scratch, archive),
    '-C',
    folder,
    '--strip-components',
    '2',
    'package/bin/node',
  ])
}

/** @param {string} folder @param {string} scratch */
async function makeZizmor(folder, scratch) {
  const flags = ['--no-deps', '--only-binary', ':all:', '--disable-pip-version-check', '-q']
  await run('python3', ['-m', 'pip', 'install', ...flags, '--target', scratch, 'zizmor==1.32.0'])
  await run('mv', [join(scratch, 'bin', 'zizmor'), join(folder, 'zizmor')])
}
