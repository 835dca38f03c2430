import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createGit } from '../../src/host/git.ts'
import { createProcesses } from '../../src/host/process.ts'

const root = mkdtempSync(join(tmpdir(), 'git-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const git = createGit(createProcesses({ PATH: process.env.PATH }))

function checkout(name: string): string {
  const folder = join(root, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'file'), 'x')
  const env = {
    PATH: process.env.PATH,
    GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  }
  const run = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
      cwd: folder,
      env,
    })
  run('init', '--quiet')
  run('add', '.')
  run('commit', '--quiet', '-m', 'one')
  return folder
}

test('the checked-out commit and its date are read, from a folder below too', async () => {
  const folder = checkout('one')
  mkdirSync(join(folder, 'below'))
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim()
  expect(await git.head(join(folder, 'below'))).toBe(head)
  expect(await git.commitTime(folder, head)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000)
})

test('where nothing is checked out there is no commit', async () => {
  const folder = join(root, 'empty')
  mkdirSync(folder)
  expect(await git.head(folder)).toBeUndefined()
  expect(await git.head(join(root, 'absent'))).toBeUndefined()
})

test('a checkout of another user is read, which git refuses by itself', async () => {
  const folder = checkout('foreign')
  // git's own switch for its tests: every folder belongs to somebody else.
  const bin = join(root, 'bin')
  mkdirSync(bin)
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim()
  writeFileSync(join(bin, 'git'), `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec ${real} "$@"\n`)
  chmodSync(join(bin, 'git'), 0o755)
  const env = { PATH: `${bin}:${process.env.PATH}` }
  expect(() => execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, env, stdio: 'pipe' })).toThrow(
    'dubious',
  )
  expect(await createGit(createProcesses(env)).head(folder)).toMatch(/^[0-9a-f]{40}$/)
})

test('a checkout starts no program of its own, although git would for a signed commit', async () => {
  const folder = checkout('signed')
  const run = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: folder, input, encoding: 'utf8' }).trim()
  const signed = [
    `tree ${run(['rev-parse', 'HEAD^{tree}'])}`,
    'author x <x@example.com> 1700000000 +0000',
    'committer x <x@example.com> 1700000000 +0000',
    'gpgsig -----BEGIN PGP SIGNATURE-----',
    ' ',
    ' abc',
    ' -----END PGP SIGNATURE-----',
    '',
    'signed',
    '',
  ].join('\n')
  const commit = run(['hash-object', '-t', 'commit', '-w', '--stdin'], signed)
  const trace = join(folder, 'started')
  writeFileSync(join(folder, 'gpg'), `#!/bin/sh\ntouch ${trace}\nexit 1\n`)
  chmodSync(join(folder, 'gpg'), 0o755)
  run(['config', 'log.showSignature', 'true'])
  run(['config', 'gpg.program', join(folder, 'gpg')])
  run(['show', '--no-patch', '--format=%ct', commit])
  expect(existsSync(trace)).toBe(true)
  rmSync(trace)
  expect(await git.commitTime(folder, commit)).toBe(1_700_000_000)
  expect(existsSync(trace)).toBe(false)
})

describe('the files between two commits', () => {
  const folder = checkout('changes')
  const run = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim()
  const first = run('rev-parse', 'HEAD')
  mkdirSync(join(folder, 'below'))
  writeFileSync(join(folder, 'below/a "b" ü'), 'x')
  run('mv', 'file', 'moved')
  run('add', '.')
  run('commit', '--quiet', '-m', 'two')
  const second = run('rev-parse', 'HEAD')

  test('are relative to the checkout, whatever they are called; moved ones by both names', async () => {
    const expected = ['below/a "b" ü', 'file', 'moved']
    expect(await git.changedFiles(join(folder, 'below'), first, second)).toEqual(expected)
    expect(await git.changedFiles(folder, second, second)).toEqual([])
  })

  test('are unknown where the checkout lacks a commit, or there is none', async () => {
    expect(await git.changedFiles(folder, 'f'.repeat(40), second)).toBeUndefined()
    expect(await git.changedFiles(root, first, second)).toBeUndefined()
  })

  test('are found without starting what the checkout names', async () => {
    const script = join(folder, 'run-me')
    writeFileSync(script, `#!/bin/sh\ntouch '${join(root, 'started')}'\n`)
    chmodSync(script, 0o755)
    for (const name of ['diff.external', 'core.fsmonitor', 'diff.x.textconv', 'diff.x.command'])
      run('config', name, script)
    writeFileSync(join(folder, '.git/info/attributes'), '* diff=x\n')
    expect(await git.changedFiles(folder, first, second)).toHaveLength(3)
    expect(existsSync(join(root, 'started'))).toBe(false)
  })

  test('a folder is known by its place', async () => {
    expect(await git.prefix(folder)).toBe('')
    expect(await git.prefix(join(folder, 'below'))).toBe('below/')
    expect(await git.prefix(root)).toBeUndefined()
  })
})
