import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createFiles } from '../../src/host/files.ts'

const root = mkdtempSync(join(tmpdir(), 'files-'))
const workspace = join(root, 'workspace')
mkdirSync(join(workspace, 'app'), { recursive: true })
writeFileSync(join(workspace, 'app/Dockerfile'), 'FROM scratch\n')
writeFileSync(join(root, 'outside'), '')
symlinkSync(join(root, 'outside'), join(workspace, 'link-out'))
symlinkSync(join(workspace, 'app'), join(workspace, 'link-in'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const files = createFiles()

describe('a path of the workspace', () => {
  test.each([
    ['.', '.'],
    ['app', 'app'],
    ['app/../app/Dockerfile', 'app/Dockerfile'],
    ['link-in/Dockerfile', 'app/Dockerfile'],
  ])('%s is %s', async (path, real) => {
    expect(await files.insideWorkspace(workspace, path)).toBe(join(workspace, real))
  })

  test.each(['..', '../outside', '/etc/passwd', 'link-out', 'absent', 'app/Dockerfile/x'])(
    '%s is not inside',
    async (path) => {
      expect(await files.insideWorkspace(workspace, path)).toBeUndefined()
    },
  )
})

describe('private files', () => {
  test('can be read by their owner only', async () => {
    const folder = join(root, 'private')
    await files.makePrivateFolder(folder)
    await files.writePrivate(join(folder, 'secret'), 'text')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('text')
    await files.remove(folder)
    await files.remove(folder)
    expect(await files.kind(folder)).toBeUndefined()
  })
})

test('a file that is larger than expected is not read', async () => {
  expect(await files.read(join(workspace, 'app/Dockerfile'), 5)).toBeUndefined()
  expect(await files.read(join(workspace, 'app/Dockerfile'))).toBe('FROM scratch\n')
})

test('ids are 12 hex digits and differ', () => {
  const ids = Array.from({ length: 50 }, () => files.randomId())
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(50)
})
