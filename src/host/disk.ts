import { statfs } from 'node:fs/promises'

/** The disks of this machine. */
export interface Disk {
  /** Bytes that this user may still write below a folder; undefined where there is no such folder. */
  free(path: string): Promise<number | undefined>
}

/** The real disks. */
export function createDisk(): Disk {
  return {
    async free(path) {
      const found = await statfs(path).catch(() => undefined)
      return found === undefined ? undefined : found.bavail * found.bsize
    },
  }
}
