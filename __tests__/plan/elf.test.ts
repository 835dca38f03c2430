import { closeSync, openSync, readSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type ImageConfig, parseConfig } from '../../src/domain/engine.ts'
import { parsePlatform } from '../../src/domain/platform.ts'
import {
  HEADER_BYTES,
  isOnlyInit,
  machineMismatch,
  type Program,
  programPaths,
  readProgram,
  startedPrograms,
} from '../../src/plan/elf.ts'

/**
 * An ELF header as a linker writes it (gABI, chapter 4): 52 bytes for 32-bit programs, 64 bytes for 64-bit ones, all of
 * its numbers in the byte order that it names itself.
 */
function elf(machine: number, { bits = 64, big = false } = {}): Uint8Array {
  const size = bits === 64 ? 64 : 52
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, big ? 2 : 1, 1])
  view.setUint16(16, 2, !big)
  view.setUint16(18, machine, !big)
  view.setUint32(20, 1, !big)
  view.setUint16(bits === 64 ? 52 : 40, size, !big)
  return bytes
}

const text = (line: string) => new TextEncoder().encode(line)
const image = (config: unknown): ImageConfig =>
  parseConfig({ config }, { os: 'linux', architecture: 'amd64' })
const platform = (name: string) => {
  const found = parsePlatform(name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('the machine of a program', () => {
  test.each<[architecture: string, machine: number, options: { bits?: number; big?: boolean }]>([
    ['386', 3, { bits: 32 }],
    ['mips', 8, { bits: 32, big: true }],
    ['mipsle', 8, { bits: 32 }],
    ['mips64', 8, { big: true }],
    ['mips64le', 8, {}],
    ['ppc64', 21, { big: true }],
    ['ppc64le', 21, {}],
    ['s390x', 22, { big: true }],
    ['arm', 40, { bits: 32 }],
    ['amd64', 62, {}],
    ['arm64', 183, {}],
    ['riscv64', 243, {}],
    ['riscv32', 243, { bits: 32 }],
    ['loong64', 258, {}],
    ['machine 43', 43, {}],
    ['machine 65535', 65_535, {}],
  ])('%s is e_machine %i with %j', (architecture, machine, options) => {
    expect(readProgram(elf(machine, options))).toEqual({ kind: 'elf', architecture })
  })

  test('the program that runs this test is one of this machine', () => {
    const known: Readonly<Record<string, number>> = { x64: 62, arm64: 183 }
    const machine = known[process.arch]
    expect(machine).toBeDefined()
    expect(readProgram(elf(machine ?? 0))).toEqual(readProgram(headOf(process.execPath)))
  })

  test.each<[what: string, head: Uint8Array, program: Program]>([
    ['a shell script', text('#!/bin/sh\nset -e\n'), { kind: 'script', interpreter: '/bin/sh' }],
    ['one with blanks', text('#!  /bin/sh  -e\n'), { kind: 'script', interpreter: '/bin/sh' }],
    ['one with tabs', text('#!/bin/sh\t-e\n'), { kind: 'script', interpreter: '/bin/sh' }],
    ['one with a carriage return', text('#!/bin/sh\r\n'), { kind: 'script', interpreter: '/bin/sh' }],
    ['one through env', text('#!/usr/bin/env python3\n'), { kind: 'script', interpreter: 'python3' }],
    [
      'one through env with an option',
      text('#!/usr/bin/env -S node -x\n'),
      { kind: 'script', interpreter: '/usr/bin/env' },
    ],
    ['one without an end of line', text('#!/bin/sh'), { kind: 'script', interpreter: '/bin/sh' }],
    ['a script without an interpreter', text('#!\n'), { kind: 'other' }],
    ['a text', text('echo hi'), { kind: 'other' }],
    ['nothing', new Uint8Array(), { kind: 'other' }],
    ['a header that is cut off', elf(62).subarray(0, 19), { kind: 'other' }],
    ['a Windows program', text('MZ\u0090'), { kind: 'other' }],
  ])('%s', (_, head, program) => {
    expect(readProgram(head)).toEqual(program)
  })

  test('any bytes are read without trouble', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: HEADER_BYTES }), fc.boolean(), (bytes, magic) => {
        const head = magic ? Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, ...bytes]) : bytes
        expect(['elf', 'script', 'other']).toContain(readProgram(head).kind)
      }),
    )
  })
})

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const head = new Uint8Array(HEADER_BYTES)
    readSync(file, head)
    return head
  } finally {
    closeSync(file)
  }
}

describe('a program of another machine is named', () => {
  test.each<[program: number, bits: number, platform: string, mismatch: boolean]>([
    [62, 64, 'linux/amd64', false],
    [62, 64, 'linux/amd64/v3', false],
    [183, 64, 'linux/arm64', false],
    [40, 32, 'linux/arm/v7', false],
    [40, 32, 'linux/arm/v6', false],
    [3, 32, 'linux/386', false],
    [3, 32, 'linux/amd64', false],
    [40, 32, 'linux/arm64', false],
    [62, 64, 'linux/arm64', true],
    [183, 64, 'linux/amd64', true],
    [62, 64, 'linux/386', true],
    [183, 64, 'linux/arm/v7', true],
    [40, 32, 'linux/amd64', true],
    [3, 32, 'linux/arm64', true],
    [43, 64, 'linux/amd64', true],
  ])('machine %i with %i bits on %s: %s', (machine, bits, name, mismatch) => {
    const program = readProgram(elf(machine, { bits }))
    const sentence = machineMismatch('/app', program, platform(name))
    expect(sentence !== undefined).toBe(mismatch)
    if (mismatch) expect(sentence).toMatch(/^\/app in the linux\/.* image is a program for /)
  })

  test('scripts and other files are of no machine', () => {
    for (const head of [text('#!/bin/sh\n'), text('x')]) {
      expect(machineMismatch('/app', readProgram(head), platform('arm64'))).toBeUndefined()
    }
  })
})

describe('what an image starts', () => {
  test.each<[config: unknown, programs: string[]]>([
    [{ Entrypoint: ['/app'] }, ['/app']],
    [{ Entrypoint: ['/app'], Cmd: ['/other'] }, ['/app']],
    [{ Cmd: ['sh', '-c', 'x'] }, ['sh']],
    [{ Entrypoint: ['/usr/bin/tini', '--', 'python', '-m', 'app'] }, ['/usr/bin/tini', 'python']],
    [{ Entrypoint: ['tini', '-g', '--', '/app'] }, ['tini', '/app']],
    [{ Entrypoint: ['/sbin/tini-static'], Cmd: ['/app'] }, ['/sbin/tini-static', '/app']],
    [{ Entrypoint: ['dumb-init', 'node'] }, ['dumb-init', 'node']],
    [{ Entrypoint: ['catatonit', '--', 'a'] }, ['catatonit', 'a']],
    [{ Entrypoint: ['tini', '--'] }, ['tini']],
    [{ Entrypoint: ['/opt/notini', '/app'] }, ['/opt/notini']],
    [{}, []],
  ])('%j: %j', (config, programs) => {
    expect(startedPrograms(image(config))).toEqual(programs)
  })

  test.each<[config: unknown, is: boolean]>([
    [{ Entrypoint: ['/usr/bin/tini', '--'], Cmd: ['app'] }, true],
    [{ Entrypoint: ['dumb-init'] }, true],
    [{ Entrypoint: ['tini', '-g', '--'], Cmd: ['app'] }, true],
    [{ Entrypoint: ['tini', '--', 'app'] }, false],
    [{ Entrypoint: ['/opt/notini'], Cmd: ['app'] }, false],
    [{ Cmd: ['tini', '--', 'app'] }, false],
  ])('%j has an entrypoint that is an init program alone: %s', (config, is) => {
    expect(isOnlyInit(image(config))).toBe(is)
  })

  test.each<[program: string, config: unknown, paths: string[]]>([
    ['/bin/app', {}, ['/bin/app']],
    ['./app', { WorkingDir: '/srv/' }, ['/srv/./app']],
    ['bin/app', {}, ['/bin/app']],
    ['app', { Env: ['PATH=/a:/b/:relative::/c'] }, ['/a/app', '/b/app', '/c/app']],
    [
      'sh',
      {},
      ['/usr/local/sbin/sh', '/usr/local/bin/sh', '/usr/sbin/sh', '/usr/bin/sh', '/sbin/sh', '/bin/sh'],
    ],
  ])('%s with %j can be at %j', (program, config, paths) => {
    expect(programPaths(program, image(config))).toEqual(paths)
  })
})
