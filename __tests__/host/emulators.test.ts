import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { createDisk } from '../../src/host/disk.ts'
import { createEmulators } from '../../src/host/emulators.ts'
import { createProcesses } from '../../src/host/process.ts'

const root = mkdtempSync(join(tmpdir(), 'emulators-'))
afterAll(() => rmSync(root, { recursive: true }))
const ARM64 = parsePlatform('arm64') as Platform

/** A program in the place of an emulator. */
function program(name: string, script: string): string {
  const path = join(mkdtempSync(join(root, 'bin-')), name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

/** A table as the kernel shows it, with one entry. */
function table(entry: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(root, 'table-'))
  writeFileSync(join(folder, 'status'), 'enabled\n')
  for (const [name, text] of Object.entries(entry)) writeFileSync(join(folder, name), text)
  return folder
}

const entry = (interpreter: string, flags = 'OCF', state = 'enabled') =>
  `${state}\ninterpreter ${interpreter}\nflags: ${flags}\noffset 0\nmagic 7f454c46\nmask ffffffff\n`
const look = (folder: string, platform = ARM64) =>
  createEmulators(createProcesses({ PATH: process.env.PATH, SECRET: 'x' }), folder).handler(platform)

const QEMU = program(
  'qemu-aarch64-static',
  '[ "$1" = --version ] && echo "qemu-aarch64 version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)" && echo "Copyright (c) somebody"',
)

test('a handler, with the version that its emulator prints', async () => {
  expect(await look(table({ 'qemu-aarch64': entry(QEMU) }))).toEqual({
    kind: 'registered',
    name: 'qemu-aarch64',
    interpreter: QEMU,
    enabled: true,
    fixed: true,
    version: '7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)',
  })
})

test.each([
  ['switched off', entry(QEMU, 'OCF', 'disabled'), { enabled: false, fixed: true }],
  ['without the flag F', entry(QEMU, 'OC'), { enabled: true, fixed: false }],
  ['without any flag', entry(QEMU, ''), { fixed: false }],
  ['with an F in its path alone', entry('/opt/Fast/qemu-aarch64', 'OC'), { fixed: false }],
  ['of an image, whose file is not here', entry('/usr/bin/no/qemu-aarch64'), { version: undefined }],
  ['of a program that fails', entry(program('qemu-aarch64', 'exit 1')), { version: undefined }],
  [
    'of a program that prints something else',
    entry(program('qemu-aarch64', 'echo "::error::no"')),
    { version: undefined },
  ],
  [
    'of one with a version that is no version',
    entry(program('qemu-aarch64', 'echo "qemu-aarch64 version ##[x]"')),
    { version: undefined },
  ],
])('one %s', async (_, text, expected) => {
  expect(await look(table({ 'qemu-aarch64': text }))).toMatchObject(expected)
})

test('an interpreter that is no QEMU is not started, and QEMU sees nothing of the job', async () => {
  const noted = join(root, 'noted')
  const other = program('rosetta', `env > ${noted}; echo "qemu-aarch64 version 1.0"`)
  expect(await look(table({ 'qemu-aarch64': entry(other) }))).toMatchObject({ version: undefined })
  const spy = program('qemu-aarch64', `echo "qemu-aarch64 version 9.1.$(env | grep -c SECRET)"`)
  expect(await look(table({ 'qemu-aarch64': entry(spy) }))).toMatchObject({ version: '9.1.0' })
  expect(existsSync(noted)).toBe(false)
})

test.each([
  ['amd64', 'qemu-x86_64'],
  ['386', 'qemu-i386'],
  ['arm64', 'qemu-aarch64'],
  ['arm/v6', 'qemu-arm'],
  ['ppc64le', 'qemu-ppc64le'],
  ['mips64le', 'qemu-mips64el'],
  ['loong64', 'qemu-loongarch64'],
  ['riscv64', 'qemu-riscv64'],
])('the handler of %s is %s, and is missing from a table without it', async (platform, name) => {
  expect(await look(table(), parsePlatform(platform) as Platform)).toEqual({ kind: 'missing', name })
})

test('nothing is known where the table cannot be seen', async () => {
  expect(await look(join(root, 'none'))).toEqual({ kind: 'unknown', name: 'qemu-aarch64' })
})

test('free bytes of a folder that is there', async () => {
  const free = await createDisk().free(root)
  expect(free).toBeGreaterThan(0)
  expect(await createDisk().free(join(root, 'none'))).toBeUndefined()
})
