import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Handler, handlerName } from '../domain/emulator.ts'
import type { Platform } from '../domain/platform.ts'
import type { Processes } from './process.ts'

/** The emulators that the kernel of this machine starts programs of other machines with. They are looked at, never changed. */
export interface Emulators {
  /** The handler of a platform. It starts the emulator to ask for its version: for a failure only. */
  handler(platform: Platform): Promise<Handler>
}

const TABLE = '/proc/sys/fs/binfmt_misc'
const QUESTION = 5_000

/** Reads the kernel's own table (https://docs.kernel.org/admin-guide/binfmt-misc.html). */
export function createEmulators(processes: Processes, table: string = TABLE): Emulators {
  return {
    async handler(platform) {
      const name = handlerName(platform)
      const text = await readFile(`${table}/${name}`, 'utf8').catch(() => undefined)
      if (text === undefined) return { kind: await absence(table), name }
      const interpreter = /^interpreter (\/.*)$/m.exec(text)?.[1] ?? ''
      return {
        kind: 'registered',
        name,
        interpreter,
        enabled: /^enabled$/m.test(text),
        fixed: /^flags:.*F/m.test(text),
        version: await versionOf(processes, interpreter),
      }
    },
  }
}

/** In a container the table is not mounted, which says nothing about the kernel. */
async function absence(table: string): Promise<'missing' | 'unknown'> {
  const mounted = await stat(`${table}/status`).catch(() => undefined)
  return mounted === undefined ? 'unknown' : 'missing'
}

/** An emulator from an image is no file here; and what is not called QEMU is not asked. */
async function versionOf(processes: Processes, interpreter: string): Promise<string | undefined> {
  if (!/^qemu-[a-z0-9_-]+$/.test(basename(interpreter))) return undefined
  const command = { tool: 'emulator', file: interpreter, args: ['--version'], timeoutMs: QUESTION } as const
  const answer = await processes.ask(command).catch(() => undefined)
  return /^qemu-\S+ version ([\w.+~:-]{1,60}(?: \([\w.+~: -]{1,80}\))?)/.exec(
    answer?.stdout.toString('utf8') ?? '',
  )?.[1]
}
