import type { Platform } from './platform.ts'

/** What the kernel of this machine has to run programs of another one (`binfmt_misc`). */
export type Handler =
  | {
      readonly kind: 'registered'
      /** As in `qemu-aarch64`. */
      readonly name: string
      readonly interpreter: string
      readonly enabled: boolean
      /** Flag F: the kernel keeps the emulator open, so that it serves containers, which do not have its file. */
      readonly fixed: boolean
      /** Of QEMU, as it prints it; undefined where the emulator is no file of this machine. */
      readonly version: string | undefined
    }
  | { readonly kind: 'missing'; readonly name: string }
  /** The kernel's table cannot be seen from here, or is not that of the machine that builds. */
  | { readonly kind: 'unknown'; readonly name: string }

/** How programs of a platform are run on a machine of another one. */
export interface Emulation {
  readonly platform: Platform
  readonly handler: Handler
  /** The image from which this run installed the emulator; undefined where it was there before. */
  readonly installedFrom: string | undefined
}

/** What QEMU writes where a program gets a signal that it does not handle: number and name (linux-user/signal.c). */
export const QEMU_CRASH: RegExp = /^qemu: uncaught target signal (\d{1,2}) \(([^)]{1,60})\)/

/** QEMU's names, where they are not those of the platforms (https://www.qemu.org/docs/master/user/main.html). */
const NAMES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  '386': 'i386',
  arm64: 'aarch64',
  loong64: 'loongarch64',
  mips64le: 'mips64el',
}

/** The name of a platform's handler, as every installer writes it: `qemu-aarch64`. */
export function handlerName({ architecture }: Platform): string {
  return `qemu-${NAMES[architecture] ?? architecture}`
}
