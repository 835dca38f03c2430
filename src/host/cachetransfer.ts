import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandError } from '../domain/errors.ts'
import { defuse } from '../domain/text.ts'
import { overhear } from './overhear.ts'

/** For a whole folder of layers, which is a download of some gigabytes at most. */
const TRANSFER_LIMIT = 120_000
/** A part of 4 MB, and one of 128 MB, that take longer than this do not move any more. */
const MOVING = { timeoutInMs: 10_000, segmentTimeoutInMs: 20_000 }
/** What @actions/cache packs with: zstd where the runner has it (lib/internal/cacheUtils.js, getCompressionMethod). */
const PACKERS = ['zstd-without-long', 'gzip']

/** What @actions/cache may take for the version of a folder's entry (lib/internal/cacheUtils.js, getCacheVersion). */
export function versionsOf(folder: string): readonly string[] {
  return PACKERS.map((packer) => createHash('sha256').update(`${folder}|${packer}|1.0`).digest('hex'))
}

/**
 * Brings a folder back by @actions/cache, which is loaded with the first folder only.
 * @throws CommandError where it could not be brought back, with the reason
 */
export async function restoreFolder(
  listener: Listener,
  folder: string,
  key: string,
  prefix: string,
): Promise<void> {
  const { restoreCache } = await import('@actions/cache')
  const { result, trouble } = await transfer(listener, () => restoreCache([folder], key, [prefix], MOVING))
  if (result === undefined && trouble !== undefined) throw failure(trouble)
}

/** Saves a folder. @throws CommandError where it could not be saved, with the reason */
export async function saveFolder(listener: Listener, folder: string, key: string): Promise<void> {
  const { saveCache } = await import('@actions/cache')
  const { result, trouble } = await transfer(listener, () => saveCache([folder], key))
  if (result === -1) throw failure(trouble ?? 'it gives no reason')
}

/** Who hears what @actions/cache says. */
export interface Listener {
  /** A line for the log. */
  hear(line: string): void
  /** A secret, such as the signature in an address. */
  mask(value: string): void
}

/** A command of @actions/core, in which most of what @actions/cache has to say stands. */
const COMMAND = /^::([a-z-]+)[^:]*::(.*)$/

/** It tells of a failure by a warning of its own, or by a line, and ends as if all were well. */
async function transfer<T>({ hear, mask }: Listener, move: () => Promise<T>) {
  let trouble: string | undefined
  const listen = (line: string) => {
    const [, kind, data = line] = COMMAND.exec(line) ?? []
    const words = data.replaceAll('%0D', '').replaceAll('%0A', ' ').replaceAll('%25', '%')
    if (kind === 'add-mask') mask(words)
    else if (kind === 'warning' || kind === 'error' || words.startsWith('Failed to ')) trouble = words
    else if (kind === undefined) hear(words)
  }
  const leave = await enterOwnTemp()
  try {
    const moving = overhear(listen, move)
    moving.catch(() => undefined)
    const result = await Promise.race([moving, rejectAfter(TRANSFER_LIMIT)])
    return { result, trouble }
  } catch (error) {
    throw failure(error instanceof Error ? error.message : String(error), error)
  } finally {
    await leave()
  }
}

/** Transfers that run now, and the folder that all of them share. */
const running = {
  count: 0,
  folder: undefined as Promise<string> | undefined,
  before: process.env.RUNNER_TEMP,
}

/** @actions/cache leaves its lists of files in RUNNER_TEMP, so it gets one of its own, which goes with the last transfer. */
async function enterOwnTemp(): Promise<() => Promise<void>> {
  if (running.count === 0) {
    running.before = process.env.RUNNER_TEMP
    running.folder = mkdtemp(join(running.before || tmpdir(), 'ghcr-publish-transfer-'))
  }
  running.count += 1
  const folder = await running.folder?.catch((error: unknown) => {
    running.count -= 1
    throw failure(String(error), error)
  })
  process.env.RUNNER_TEMP = folder
  return async () => {
    running.count -= 1
    if (running.count > 0 || folder === undefined) return
    if (running.before === undefined) delete process.env.RUNNER_TEMP
    else process.env.RUNNER_TEMP = running.before
    await rm(folder, { recursive: true, force: true })
  }
}

function failure(words: string, cause?: unknown): CommandError {
  return new CommandError({ found: `The Actions cache: ${defuse(words).replace(/\.?$/, '.')}` }, { cause })
}

/** Fails when the time is over. */
export function rejectAfter(milliseconds: number): Promise<never> {
  const signal = AbortSignal.timeout(milliseconds)
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer in ${milliseconds / 1000} s`)))
  })
}
