import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGlobs } from '../../src/host/globs.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'globs-[a]*?-'))
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'package-lock.json'), '1')
  writeFileSync(join(folder, 'sub/package-lock.json'), '2')
  writeFileSync(join(folder, 'other.txt'), '3')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const digest = (...patterns: string[]) => createGlobs().digest(folder, patterns)

describe('the digest of files by pattern', () => {
  test('depends on paths and contents, and on nothing else', async () => {
    const before = await digest('**/package-lock.json')
    expect(before).toMatch(/^[0-9a-f]{16}$/)
    writeFileSync(join(folder, 'other.txt'), 'changed')
    expect(await digest('**/package-lock.json')).toBe(before)
    writeFileSync(join(folder, 'sub/package-lock.json'), 'changed')
    expect(await digest('**/package-lock.json')).not.toBe(before)
  })

  test('takes files out again', async () => {
    expect(await digest('**/package-lock.json', '!sub/**')).toBe(await digest('package-lock.json'))
  })

  test('is none where nothing matches', async () => {
    expect(await digest('**/go.sum')).toBeUndefined()
  })

  test('follows no link', async () => {
    symlinkSync('/etc/passwd', join(folder, 'link'))
    expect(await digest('link')).toBeUndefined()
  })
})
