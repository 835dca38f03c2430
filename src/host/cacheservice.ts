import { HttpClient } from '@actions/http-client'
import type { CacheState } from '../domain/cache.ts'
import { CommandError } from '../domain/errors.ts'
import { defuse } from '../domain/text.ts'
import { type Listener, rejectAfter, restoreFolder, saveFolder, versionsOf } from './cachetransfer.ts'

/** The Actions cache service of this job, version 2. */
export interface CacheService {
  /**
   * Asks for what BuildKit has written under scopes, as BuildKit does, and for the first byte of what is found: whether the service
   * and its storage answer, and answer this job. Undefined where the job has no such service. It never throws.
   */
  probe(scopes: readonly string[]): Promise<CacheState | undefined>
  /**
   * Brings a folder back as an earlier job saved it: the newest whose key begins with `prefix`, where there is one. A service or a storage
   * that does not answer well is found out before anything is moved.
   * @throws CommandError where it could not be brought back, with the reason
   */
  restore(folder: string, key: string, prefix: string): Promise<void>
  /** Saves a folder under a key; not where `restore` has told that the service is out of order. @throws CommandError where it could not be saved, with the reason */
  save(folder: string, key: string): Promise<void>
}

/** What an engine, which asks by itself, would be kept waiting by. */
const TIME_LIMIT = 2_500
const METHOD = 'twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL'
/** What BuildKit takes for the version of all its entries: sha256 of `|go-actionscache-1.0` (tonistiigi/go-actions-cache, cache.go). */
const VERSION = '693bb7016429d80366022f036f84856888c9f13e00145f5f6f4dce303a38d6f2'
/** Version of the form of BuildKit's index keys (buildkit cache/remotecache/gha/gha.go, indexKey). */
const INDEX = '1'

/**
 * Asks over @actions/http-client, which knows the proxies of runners; moves folders by @actions/cache.
 * @param variable a variable of the job's environment
 */
export function createCacheService(
  variable: (name: string) => string | undefined,
  listener: Listener,
  timeLimitMs = TIME_LIMIT,
): CacheService {
  const look = async (questions: readonly Question[]): Promise<CacheState | undefined> => {
    const [url, token] = [variable('ACTIONS_RESULTS_URL'), variable('ACTIONS_RUNTIME_TOKEN')]
    if (!url || !token) return undefined
    const client = new HttpClient('ghcr-publish', [], { socketTimeout: timeLimitMs, allowRetries: false })
    const address = `${url.replace(/\/+$/, '')}/${METHOD}`
    const states = Promise.all(questions.map((question) => lookFor(client, address, token, question)))
    // A late failure of the one that lost has nobody to catch it.
    states.catch(() => undefined)
    try {
      return worstOf(await Promise.race([states, rejectAfter(timeLimitMs)]))
    } catch (error) {
      return judge(error)
    } finally {
      client.dispose()
    }
  }
  let outOfOrder = false
  /** Whether a folder is there; undefined where that cannot be asked beforehand. */
  const find = async (folder: string, key: string, prefixes: readonly string[]) => {
    const state = await look(versionsOf(folder).map((version) => ({ key, restore_keys: prefixes, version })))
    if (state?.kind !== 'broken' && state?.kind !== 'closed') return state
    outOfOrder = true
    throw new CommandError({ found: `${state.reason.replace(/^t/, 'T')}.` })
  }
  return {
    probe(scopes) {
      const prefixes = scopes.map((scope) => `index-${scope}-${INDEX}-`)
      return look([{ key: 'ghcr-publish-probe', restore_keys: prefixes, version: VERSION }])
    },
    async restore(folder, key, prefix) {
      const state = await find(folder, key, [prefix])
      if (state?.kind !== 'absent') await restoreFolder(listener, folder, key, prefix)
    },
    async save(folder, key) {
      if (outOfOrder) return
      await find(folder, key, [])
      await saveFolder(listener, folder, key)
    },
  }
}

interface Question {
  readonly key: string
  readonly restore_keys: readonly string[]
  readonly version: string
}

/** What is wrong with one of them is wrong with all; one that is there is enough. */
function worstOf(states: readonly CacheState[]): CacheState {
  const bad = states.find(({ kind }) => kind === 'broken' || kind === 'closed')
  return bad ?? states.find(({ kind }) => kind === 'present') ?? { kind: 'absent' }
}

async function lookFor(
  client: HttpClient,
  url: string,
  token: string,
  question: Question,
): Promise<CacheState> {
  const headers = { Authorization: `Bearer ${token}` }
  const { statusCode, result } = await client.postJson<Found>(url, question, headers)
  if (statusCode >= 400) return judge({ statusCode })
  const address = result?.signed_download_url
  if (result?.ok !== true || typeof address !== 'string') return { kind: 'absent' }
  const answer = await client.get(address, { Range: 'bytes=0-0' })
  const status = answer.message.statusCode ?? 0
  await answer.readBody()
  return status < 400 ? { kind: 'present' } : judge({ statusCode: status }, 'its storage')
}

/** The part of the answer that is read; foreign, so anything may be missing. */
interface Found {
  readonly ok?: unknown
  readonly signed_download_url?: unknown
}

function judge(error: unknown, who = 'it'): CacheState {
  const status = (error as { statusCode?: unknown }).statusCode
  if (who === 'it' && (status === 401 || status === 403))
    return { kind: 'closed', reason: `the cache service refuses this job's token (status ${status})` }
  const words = error instanceof Error ? error.message || String(Object(error).code) : String(error)
  const what = typeof status === 'number' ? `${who} answers with status ${status}` : defuse(words)
  return { kind: 'broken', reason: `the cache service is out of order: ${what}` }
}
