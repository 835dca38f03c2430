import { HttpClient } from '@actions/http-client'
import type { CacheState } from '../domain/cache.ts'
import { CommandError } from '../domain/errors.ts'
import { defuse } from '../domain/text.ts'

/** The Actions cache service of this job, version 2. */
export interface CacheService {
  /**
   * Asks for an entry that nobody has: whether the service answers, and answers this job. Undefined where the job has no such
   * service. It never throws.
   */
  probe(): Promise<CacheState | undefined>
  /**
   * Brings a folder back as an earlier job saved it: the newest whose key begins with `prefix`. False where there is none.
   * @throws CommandError where it could not be brought back, with the reason
   */
  restore(folder: string, key: string, prefix: string): Promise<boolean>
  /** Saves a folder under a key. @throws CommandError where it could not be saved, with the reason */
  save(folder: string, key: string): Promise<void>
}

/** What an engine, which asks by itself, would be kept waiting by. */
const TIME_LIMIT = 2_500
/** For a whole folder of layers, which is a download of some gigabytes at most. */
const TRANSFER_LIMIT = 120_000
const METHOD = 'twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL'
/** The version of an entry says by what it was made; this is nobody's. */
const QUESTION = { key: 'ghcr-publish-probe', restore_keys: [], version: '0'.repeat(64) }

/**
 * Asks over @actions/http-client, which knows the proxies of runners; moves folders by @actions/cache, which is loaded with the first
 * folder only.
 * @param variable a variable of the job's environment
 */
export function createCacheService(
  variable: (name: string) => string | undefined,
  timeLimitMs = TIME_LIMIT,
): CacheService {
  return {
    async probe() {
      const [url, token] = [variable('ACTIONS_RESULTS_URL'), variable('ACTIONS_RUNTIME_TOKEN')]
      if (!url || !token) return undefined
      const client = new HttpClient('ghcr-publish', [], { socketTimeout: timeLimitMs, allowRetries: false })
      const headers = { Authorization: `Bearer ${token}` }
      try {
        const late = rejectAfter(timeLimitMs)
        const asked = client.postJson(`${url.replace(/\/+$/, '')}/${METHOD}`, QUESTION, headers)
        // A late failure of the one that lost has nobody to catch it.
        asked.catch(() => undefined)
        const { statusCode } = await Promise.race([asked, late])
        return statusCode < 400 ? { kind: 'present' } : judge({ statusCode })
      } catch (error) {
        return judge(error)
      } finally {
        client.dispose()
      }
    },
    async restore(folder, key, prefix) {
      const { restoreCache } = await import('@actions/cache')
      return (await inTime(restoreCache([folder], key, [prefix]))) !== undefined
    },
    async save(folder, key) {
      const { saveCache } = await import('@actions/cache')
      // It tells of a failure by a warning of its own, and gives -1.
      await inTime(saveCache([folder], key))
    },
  }
}

async function inTime<T>(transfer: Promise<T>): Promise<T> {
  transfer.catch(() => undefined)
  try {
    return await Promise.race([transfer, rejectAfter(TRANSFER_LIMIT)])
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new CommandError({ found: `The Actions cache: ${defuse(words)}.` }, { cause: error })
  }
}

function rejectAfter(milliseconds: number): Promise<never> {
  const signal = AbortSignal.timeout(milliseconds)
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer in ${milliseconds / 1000} s`)))
  })
}

function judge(error: unknown): CacheState {
  const status = (error as { statusCode?: unknown }).statusCode
  if (status === 401 || status === 403)
    return { kind: 'closed', reason: `the cache service refuses this job's token (status ${status})` }
  const words = error instanceof Error ? error.message || String(Object(error).code) : String(error)
  const what = typeof status === 'number' ? `it answers with status ${status}` : defuse(words)
  return { kind: 'broken', reason: `the cache service is out of order: ${what}` }
}
