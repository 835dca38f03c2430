// Fails where what is generated and committed is stale: the tables of each action.yml and README.md, and dist/.
import { execFileSync } from 'node:child_process'

/** @param {string} command @param {readonly string[]} args */
const run = (command, ...args) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

run(process.execPath, 'scripts/docs.ts', '--check')
// Untracked chunks count too, which `git diff` does not show.
const before = run('git', 'status', '--porcelain', '--', 'dist')
run('npm', 'run', '--silent', 'build')
const after = run('git', 'status', '--porcelain', '--', 'dist')
if (after !== '') {
  console.error(
    `dist/ is stale${before === '' ? '' : ' or not committed'}: run npm run build and commit it.\n${after}`,
  )
  process.exit(1)
}
