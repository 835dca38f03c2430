import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must, run } from './start-child.js'

/** The suite that holds an engine and a buildx which are new enough; it is pinned low, so that nothing else comes from it. */
const SUITE = 'forky'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const POLICY = '/usr/sbin/policy-rc.d'

/** Whether packages can be installed here: as root, on Debian itself. */
export function canInstall() {
  return process.getuid?.() === 0 && isDebian() && existsSync(KEYRING)
}

/** @param {string} [release] The file that names the system. */
export function isDebian(release = '/etc/os-release') {
  return existsSync(release) && /^ID="?debian"?$/m.test(readFileSync(release, 'utf8'))
}

/**
 * Installs packages, newer ones than the machine's own suite has where a name ends in `/forky`. The machine's sources stay as they
 * are: apt works with a copy of them that has the suite beside it. Services are not started. Throws with what apt said.
 *
 * @param {readonly string[]} packages
 * @param {{ log: (line: string) => void, signal?: AbortSignal | undefined }} options
 */
export async function installPackages(packages, { log, signal }) {
  log(`Installing Debian packages: ${packages.join(' ')}.`)
  const folder = mkdtempSync(join(tmpdir(), 'ghcr-publish-apt-'))
  const restorePolicy = forbidServices()
  const child = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }, signal }
  try {
    const options = await aptOptions(folder)
    await must('apt-get', [...options, '-q', 'update'], child)
    const install = [...options, 'install', '-yq', '--no-install-recommends', ...packages]
    await must('apt-get', [...install, '--download-only'], child)
    // Not to be stopped: dpkg would ask for a repair before it installs anything again.
    await must('apt-get', install, { env: child.env })
    signal?.throwIfAborted()
  } finally {
    restorePolicy()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A package must not start a daemon of its own: ours is started with its data elsewhere. */
function forbidServices() {
  if (existsSync(POLICY)) return () => undefined
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const restore = () => rmSync(POLICY, { force: true })
  process.once('exit', restore)
  return () => {
    process.off('exit', restore)
    restore()
  }
}

/** Sources and preferences of the machine, and the newer suite from the same mirror. @param {string} folder */
async function aptOptions(folder) {
  const parts = { sourceparts: 'sources.list.d', preferencesparts: 'preferences.d' }
  for (const name of Object.values(parts)) {
    const own = join('/etc/apt', name)
    if (existsSync(own)) cpSync(own, join(folder, name), { recursive: true, dereference: true })
    else mkdirSync(join(folder, name))
  }
  const { stdout } = await run('apt-cache', ['policy'])
  if (!stdout.includes(`n=${SUITE}`)) {
    const mirror = await debianMirror()
    writeFileSync(
      join(folder, parts.sourceparts, 'ghcr-publish.list'),
      `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`,
    )
  }
  writeFileSync(
    join(folder, parts.preferencesparts, 'ghcr-publish'),
    `Package: *\nPin: release n=${SUITE}\nPin-Priority: 100\n`,
  )
  const paths = Object.entries(parts).map(([name, part]) => `Dir::Etc::${name}=${join(folder, part)}`)
  return [...paths, 'Acquire::Languages=none', 'Dpkg::Use-Pty=0'].flatMap((option) => ['-o', option])
}

/**
 * The mirror of Debian's main archive among the machine's own sources. Throws where there is none.
 * @param {import('./start-child.js').ChildOptions} [options]
 */
export async function debianMirror(options) {
  // What would be fetched: that is known on a machine too that has no lists yet.
  return mirrorOf(await must('apt-get', ['update', '--print-uris'], options))
}

/** @param {string} text Lines as `'http://mirror/debian/dists/bookworm/InRelease' file 0`. */
export function mirrorOf(text) {
  const mirror = /^'(https?:\/\/\S+\/debian)\/dists\//m.exec(text)?.[1]
  if (mirror) return mirror
  throw new Error('No mirror of the Debian archive was found in the sources of apt.')
}
