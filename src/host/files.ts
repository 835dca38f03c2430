import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

/** The file system, as far as this action needs it. */
export interface Files {
  /** 12 random hex digits. */
  randomId(): string
  kind(path: string): Promise<'file' | 'folder' | undefined>
  /** Names in a folder, sorted; empty where it cannot be read. */
  list(folder: string): Promise<readonly string[]>
  /** The real path of a file or folder below the workspace; undefined where it is absent or leads outside. */
  insideWorkspace(workspace: string, path: string): Promise<string | undefined>
  /** Makes a folder that only this user can read. */
  makePrivateFolder(path: string): Promise<void>
  /** Makes a folder as above, where it is absent. Gives the reason where nothing can be written to it. */
  makeWritable(path: string): Promise<string | undefined>
  /** Writes a file that only this user can read. */
  writePrivate(path: string, text: string): Promise<void>
  /** The text of a file; undefined where it is absent or larger than `limit` bytes. */
  read(path: string, limit?: number): Promise<string | undefined>
  /** The bytes of a file; undefined where it is absent or larger than `limit`. */
  bytes(path: string, limit?: number): Promise<Buffer | undefined>
  /** Gives a file or folder another name on the same disk. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file or a whole folder; it may be absent. */
  remove(path: string): Promise<void>
}

const READ_LIMIT = 1024 * 1024

/** The real file system. */
export function createFiles(): Files {
  return {
    randomId: () => randomBytes(6).toString('hex'),
    async kind(path) {
      const stat = await fs.stat(path).catch(() => undefined)
      if (stat === undefined) return undefined
      return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : undefined
    },
    list: async (folder) => (await fs.readdir(folder).catch(() => [])).toSorted(),
    async insideWorkspace(workspace, path) {
      const root = await fs.realpath(workspace).catch(() => undefined)
      const real = await fs.realpath(resolve(workspace, path)).catch(() => undefined)
      if (root === undefined || real === undefined) return undefined
      const way = relative(root, real)
      return way === '..' || way.startsWith('../') ? undefined : real
    },
    makePrivateFolder: async (path) => void (await fs.mkdir(path, { recursive: true, mode: 0o700 })),
    async makeWritable(path) {
      try {
        await fs.mkdir(path, { recursive: true, mode: 0o700 })
        await fs.access(path, fs.constants.W_OK | fs.constants.X_OK)
        return undefined
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    writePrivate: (path, text) => fs.writeFile(path, text, { mode: 0o600, flush: true }),
    read: async (path, limit) => (await readBytes(path, limit))?.toString('utf8'),
    bytes: readBytes,
    rename: (from, to) => fs.rename(from, to),
    remove: (path) => fs.rm(path, { recursive: true, force: true }),
  }
}

async function readBytes(path: string, limit = READ_LIMIT): Promise<Buffer | undefined> {
  const stat = await fs.stat(path).catch(() => undefined)
  if (stat === undefined || !stat.isFile() || stat.size > limit) return undefined
  return fs.readFile(path)
}

/** The folder that docker's configuration of this user lives in. */
export function dockerFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env.DOCKER_CONFIG || join(env.HOME || '/root', '.docker')
}
