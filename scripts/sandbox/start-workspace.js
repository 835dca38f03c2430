import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { find, must, run } from './start-child.js'
import { canInstall, installPackages } from './start-debian.js'

const NOT_COPIED = new Set(['.git', 'node_modules', 'coverage', 'lib'])
// Fixed, so that the same files give the same commit, and the next run finds its layers in the cache.
const DATE = '2026-01-01T00:00:00Z'
const IDENTITY = { NAME: 'octocat', EMAIL: 'octocat@users.noreply.github.com', DATE }

/**
 * @typedef {object} Workspace
 * @property {string} path
 * @property {string} sha
 * @property {() => void} remove
 */

/**
 * The checkout that the action gets: the repository itself where git knows its commit, else a copy with one commit (an unpacked
 * archive, a clone of another user's). Throws where git is absent.
 *
 * @param {string} root @param {AbortSignal} signal
 * @returns {Promise<Workspace>}
 */
export async function openWorkspace(root, signal) {
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(root, '..') }
  if (!find('git', process.env) && canInstall()) await installPackages(['git'], { log: console.log, signal })
  const { code, stdout } = await run('git', ['rev-parse', 'HEAD'], { cwd: root, env, signal })
  if (code === 127)
    throw new Error('git is not installed, and the action needs it to know the commit. Install git.')
  if (code === 0) return { path: root, sha: stdout.trim(), remove: () => undefined }
  return copyOf(root, signal)
}

/** @param {string} root @param {AbortSignal} signal @returns {Promise<Workspace>} */
async function copyOf(root, signal) {
  const path = mkdtempSync(join(tmpdir(), 'ghcr-publish-copy-'))
  const remove = () => rmSync(path, { recursive: true, force: true })
  try {
    cpSync(root, path, {
      recursive: true,
      filter: (source) => source === root || !NOT_COPIED.has(basename(source)),
    })
    const names = Object.entries(IDENTITY).flatMap(([name, value]) =>
      ['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_${name}`, value]),
    )
    const env = { ...process.env, ...Object.fromEntries(names), GIT_CONFIG_GLOBAL: '/dev/null' }
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all', '--force'],
      ['commit', '--quiet', '--message', 'The files of this folder'],
    ])
      await must('git', args, { cwd: path, env, signal })
    const sha = await must('git', ['rev-parse', 'HEAD'], { cwd: path, env, signal })
    return { path, sha: sha.trim(), remove }
  } catch (error) {
    remove()
    throw error
  }
}
