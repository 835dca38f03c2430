import type { Agent, IncomingMessage } from 'node:http'
import https from 'node:https'
import { HttpClient } from '@actions/http-client'
import { COSIGN_REMEDY } from '../../domain/cosign.ts'
import { CommandError } from '../../domain/errors.ts'
import { defuse } from '../../domain/text.ts'

/** Where releases of GitHub lie: the first address is on github.com, which sends to a storage host. */
const TRUSTED = /^(?:github\.com|(?:[a-z0-9-]+\.)+githubusercontent\.com)$/
const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308])
const HOPS = 5
const TRIES = 3
const FIRST_WAIT = 1_000
/** Milliseconds without a byte after which a connection is given up. */
const IDLE_LIMIT = 30_000
/** For all tries: 140 MB at 1 MB/s. */
const TIME_LIMIT = 150_000

/**
 * Downloads a file of a GitHub release, over https and from GitHub's own hosts only. What passes, such as a broken connection or a status
 * of 500, is tried again from the start.
 * @param take reads the content to its end; what it throws that is no CommandError is taken for a broken connection
 * @throws CommandError where it cannot be had, or what `take` throws
 */
export async function download<Result>(
  url: string,
  sleep: (milliseconds: number) => Promise<void>,
  take: (content: IncomingMessage) => Promise<Result>,
  timeLimitMs = TIME_LIMIT,
): Promise<Result> {
  const signal = AbortSignal.timeout(timeLimitMs)
  for (let attempt = 1; ; attempt++) {
    try {
      return await take(await open(url, signal))
    } catch (cause) {
      if (cause instanceof CommandError) throw cause
      if (attempt === TRIES || signal.aborted) throw failure(url, signal, cause)
      await sleep(FIRST_WAIT * 3 ** (attempt - 1))
    }
  }
}

function failure(url: string, { aborted }: AbortSignal, cause: unknown): CommandError {
  const { message, code } = Object(cause) as { message?: unknown; code?: unknown }
  const words = aborted ? 'it was not there in time' : defuse(String(message || code || cause))
  return new CommandError(
    { found: `${url} cannot be downloaded: ${words}.`, remedy: COSIGN_REMEDY },
    { cause },
  )
}

/** The answer of status 200, at the end of all redirects. */
async function open(first: string, signal: AbortSignal): Promise<IncomingMessage> {
  let url = first
  for (let hop = 0; hop <= HOPS; hop++) {
    const answer = await get(url, signal)
    const { statusCode: status, headers } = answer
    if (status === 200) return answer
    answer.destroy()
    if (!REDIRECTS.has(status) || headers.location === undefined) throw refusal(url, status)
    url = targetOf(headers.location, url)
  }
  throw new CommandError({ found: `${first} redirects more than ${HOPS} times.`, remedy: COSIGN_REMEDY })
}

/** An Error for what may pass, else a CommandError. */
function refusal(url: string, status = 0): Error {
  const found = `${new URL(url).host} answers with status ${status}`
  if (status >= 500 || [408, 425, 429].includes(status)) return new Error(found)
  return new CommandError({ found: `${found} to a download of cosign.`, remedy: COSIGN_REMEDY })
}

function targetOf(location: string, from: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined
  const { protocol, host, username, origin } = url ?? {}
  if (url !== undefined && protocol === 'https:' && TRUSTED.test(host ?? '') && username === '')
    return url.href
  throw new CommandError({
    found: `The download of cosign is redirected to ${defuse(origin ?? 'no address')}, from where nothing is taken.`,
    allowed: 'https addresses of github.com and githubusercontent.com',
    remedy: COSIGN_REMEDY,
  })
}

/** Over the agents of @actions/http-client, which know the proxies of runners. */
function get(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const agent = new HttpClient('ghcr-publish').getAgent(url) as Agent
  return new Promise((resolve, reject) => {
    const sent = https.get(url, { agent, signal, headers: { 'User-Agent': 'ghcr-publish' } }, resolve)
    sent.setTimeout(IDLE_LIMIT, () => sent.destroy(new Error(`nothing came for ${IDLE_LIMIT / 1000} s`)))
    sent.on('error', reject)
    // A request that waits for a proxy has no connection yet that could fail.
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
