import { createHash, randomBytes } from 'node:crypto'
import { constants, copyFile, type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { COSIGN_REMEDY, type CosignBuild } from '../../domain/cosign.ts'
import { CommandError } from '../../domain/errors.ts'
import { defuse } from '../../domain/text.ts'
import { download } from './download.ts'

/** A program whose bytes are the pinned ones. */
export interface Installed {
  /** In the private folder. */
  readonly path: string
  /** A copy in the tool cache that had other bytes, and was not executed; undefined where there was none. */
  readonly tampered: string | undefined
}

/**
 * Puts the pinned cosign into the private folder: from the tool cache, else by a download, which is kept in the tool cache. In each case the
 * bytes are hashed on their way into the private folder, and nothing is executed from elsewhere: nobody can change them between the check and
 * the use.
 * @param folder a private folder
 * @param toolCache a folder that persistent runners keep, and in which others can write
 * @throws CommandError where it is not to be had
 */
export async function install(
  build: CosignBuild,
  folder: string,
  toolCache: string,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<Installed> {
  const path = join(folder, 'cosign')
  const kept = join(toolCache, 'ghcr-publish', 'cosign', build.sha256, 'cosign')
  // Main's own copy is as good as the tool cache to post, and is hashed again too: other steps have run in between.
  for (const source of [path, kept]) {
    if (await takeCopy(source, path, build)) return { path, tampered: undefined }
  }
  const tampered = (await isFile(kept)) ? kept : undefined
  await download(build.url, sleep, async (answer) => {
    const { sha256, size } = await write(answer, path, build)
    if (sha256 === build.sha256) return
    const type = defuse(answer.headers['content-type'] ?? 'an unknown type').slice(0, 100)
    const what = `${size} bytes of ${type}, sha256 ${sha256}`
    const found = `${build.url} did not give cosign ${build.version}, but ${what}. It was not executed.`
    throw new CommandError({ found, allowed: `sha256 ${build.sha256}`, remedy: COSIGN_REMEDY })
  })
  // Without a copy the next run downloads it again, which is all that is lost.
  await keep(path, kept).catch(() => undefined)
  return { path, tampered }
}

/** Whether a file is the pinned program; then it is at `path`. */
async function takeCopy(source: string, path: string, build: CosignBuild): Promise<boolean> {
  if (!(await isFile(source))) return false
  const file = await open(source, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined)
  if (file === undefined) return false
  try {
    const { sha256 } = await write(file.createReadStream({ autoClose: false }), path, build)
    return sha256 === build.sha256
  } catch {
    return false // Too large, or it cannot be read. Where it is our disk that is full, the download tells.
  } finally {
    await file.close()
  }
}

/** A pipe or a device would be read for ever. */
async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() === true
}

/**
 * Writes a file that only this user can execute, and hashes what is written. Only where that is the pinned program it gets its name.
 * @throws CommandError where there is more of it than any cosign has
 */
async function write(
  content: AsyncIterable<Buffer>,
  path: string,
  build: CosignBuild,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const part = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(part, 'wx', 0o600)
  try {
    const written = await fill(file, content, build)
    await file.chmod(0o500)
    await file.close()
    if (written.sha256 === build.sha256) await rename(part, path)
    return written
  } finally {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
  }
}

async function fill(file: FileHandle, content: AsyncIterable<Buffer>, { sizeLimit }: CosignBuild) {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of content) {
    size += piece.length
    if (size > sizeLimit) {
      const found = `A file that should be cosign has more than ${sizeLimit} bytes. It was not executed.`
      throw new CommandError({ found, remedy: COSIGN_REMEDY })
    }
    hash.update(piece)
    await file.writeFile(piece)
  }
  return { sha256: hash.digest('hex'), size }
}

/** A copy gets its name when it is whole, so that two jobs of one machine never see half of one. */
async function keep(path: string, kept: string): Promise<void> {
  await mkdir(dirname(kept), { recursive: true })
  const part = `${kept}.${randomBytes(6).toString('hex')}`
  try {
    await copyFile(path, part)
    await rename(part, kept)
  } finally {
    await rm(part, { force: true })
  }
}
