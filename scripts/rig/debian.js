import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.js'

/** Debian's name of an architecture, by ours. */
export const HOST_ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64'
export const FOREIGN_ARCH = HOST_ARCH === 'arm64' ? 'amd64' : 'arm64'
/** The processor of the foreign architecture, as QEMU and BuildKit name it. */
export const FOREIGN_CPU = FOREIGN_ARCH === 'arm64' ? 'aarch64' : 'x86_64'

/**
 * Unpacks Debian packages of any architecture into a folder. It installs nothing and needs no root: apt works on lists of its
 * own in `scratch`, with the machine's sources.
 * @param {string} folder @param {string} scratch @param {string} arch @param {readonly string[]} packages
 */
export async function unpackPackages(folder, scratch, arch, packages) {
  const state = join(scratch, `apt-${arch}`)
  for (const part of ['lists/partial', 'archives/partial', 'debs'])
    mkdirSync(join(state, part), { recursive: true })
  writeFileSync(join(state, 'status'), '')
  const settings = {
    'Dir::State': state,
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': state,
    'APT::Architecture': arch,
    'APT::Architectures': arch,
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  await run('apt-get', [...options, '-q', 'update'])
  await run('apt-get', [...options, '-q', 'download', ...packages], { cwd: join(state, 'debs') })
  for (const file of readdirSync(join(state, 'debs'))) {
    await run('dpkg-deb', ['-x', join(state, 'debs', file), folder])
  }
}
