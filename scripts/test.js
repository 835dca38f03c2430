// npm test. With arguments: jest on those. Without: everything that CI asks for, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
]

/**
 * Runs a command with our terminal; ends this process with its exit code where it fails.
 * @param {string} title @param {string} command @param {readonly string[]} args
 */
function run(title, command, args) {
  const started = performance.now()
  console.log(`\n== ${title}`)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  if (status !== 0) {
    console.error(`\n${title} failed.`)
    process.exit(status ?? 1)
  }
  console.log(`== ${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/**
 * A skipped or unfinished test proves nothing: in CI it is a failure.
 * @param {string} title @param {readonly string[]} args
 */
function jest(title, args) {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'))
  const results = join(folder, 'results.json')
  try {
    run(title, process.execPath, [...JEST, '--json', `--outputFile=${results}`, ...args])
    const { numPendingTests, numTodoTests, numTotalTests } = JSON.parse(readFileSync(results, 'utf8'))
    const skipped = numPendingTests + numTodoTests
    if (numTotalTests === 0 || (skipped > 0 && process.env.CI === 'true')) {
      console.error(`${title}: ${skipped} of ${numTotalTests} tests were skipped, which CI does not allow.`)
      process.exit(1)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const args = process.argv.slice(2)
if (args.length > 0) {
  process.exit(spawnSync(process.execPath, [...JEST, ...args], { stdio: 'inherit' }).status ?? 1)
}
// First of all: what is missing is named before anything has taken its time.
run('Tools of the rig', process.execPath, ['scripts/rig/tools.js'])
run('Format, lint and types', 'npm', ['run', '--silent', 'check'])
run('Fresh tables and bundle', process.execPath, ['scripts/fresh.js'])
jest('Unit and contract tests', ['--selectProjects', 'unit'])
jest('Rig and end-to-end tests', ['--selectProjects', 'e2e', '--runInBand'])
