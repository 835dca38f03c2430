import type { ImageConfig } from '../domain/engine.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'

/** What the first bytes of a program say about the machine that runs it. */
export type Program =
  | { readonly kind: 'elf'; readonly architecture: string }
  | { readonly kind: 'script'; readonly interpreter: string }
  | { readonly kind: 'other' }

/** e_machine of the ELF header, with class and byte order where one number has several architectures (gABI, ch. 4). */
const MACHINES: Readonly<Record<number, (is64: boolean, little: boolean) => string>> = {
  3: () => '386',
  8: (is64, little) => `mips${is64 ? '64' : ''}${little ? 'le' : ''}`,
  21: (_, little) => `ppc64${little ? 'le' : ''}`,
  22: () => 's390x',
  40: () => 'arm',
  62: () => 'amd64',
  183: () => 'arm64',
  243: (is64) => (is64 ? 'riscv64' : 'riscv32'),
  258: () => 'loong64',
}

/** How many bytes of a program `readProgram` looks at. */
export const HEADER_BYTES = 256

/** Reads the head of a program: an ELF header, a `#!` line, or anything else. */
export function readProgram(head: Uint8Array): Program {
  if (head.length >= 20 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46) {
    const little = head[5] !== 2
    const [low = 0, high = 0] = little ? [head[18], head[19]] : [head[19], head[18]]
    const machine = low + high * 256
    const architecture = MACHINES[machine]?.(head[4] === 2, little) ?? `machine ${machine}`
    return { kind: 'elf', architecture }
  }
  if (head[0] !== 0x23 || head[1] !== 0x21) return { kind: 'other' }
  const line = new TextDecoder().decode(head.subarray(2)).split('\n', 1)[0] ?? ''
  const [interpreter = '', argument = ''] = line.trim().split(/[ \t]+/)
  const name =
    /\/env$/.test(interpreter) && argument !== '' && !argument.startsWith('-') ? argument : interpreter
  return name === '' ? { kind: 'other' } : { kind: 'script', interpreter: name }
}

/** Programs that only start another one, which stands behind their own options. */
const INIT = /(?:^|\/)(?:tini(?:-static)?|dumb-init|catatonit)$/

/** The program behind an init program and its options; undefined where the command begins with none, or names nothing to start. */
function behindInit([first, ...rest]: readonly string[]): string | undefined {
  if (first === undefined || !INIT.test(first)) return undefined
  return rest.find((word) => word !== '--' && !word.startsWith('-'))
}

/** Whether an entrypoint is an init program alone: what it starts stands in the command, or nowhere. */
export function isOnlyInit({ entrypoint }: ImageConfig): boolean {
  return INIT.test(entrypoint[0] ?? '') && behindInit(entrypoint) === undefined
}

/** The programs that an image starts: its entrypoint's, and what an init program of it starts. */
export function startedPrograms(config: ImageConfig): readonly string[] {
  const command = [...config.entrypoint, ...config.cmd]
  return [command[0], behindInit(command)].filter((program) => program !== undefined)
}

/** Where a program can be inside an image, in the order in which the kernel or a shell would look. */
export function programPaths(program: string, config: ImageConfig): readonly string[] {
  if (program.startsWith('/')) return [program]
  if (program.includes('/')) return [`${config.workdir.replace(/\/+$/, '')}/${program}`]
  const path = config.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return path
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => `${folder.replace(/\/+$/, '')}/${program}`)
}

/** A sentence where a program is of another machine than the platform says; undefined where it fits. */
export function machineMismatch(path: string, program: Program, platform: Platform): string | undefined {
  if (program.kind !== 'elf' || runsOn(program.architecture, platform.architecture)) return undefined
  return `${path} in the ${formatPlatform(platform)} image is a program for ${program.architecture}: look in the Dockerfile for what is fixed to one architecture`
}

/** 64-bit x86 and ARM processors run the 32-bit programs of their family. */
function runsOn(program: string, platform: string): boolean {
  if (program === platform) return true
  return (program === '386' && platform === 'amd64') || (program === 'arm' && platform === 'arm64')
}
