import http from 'node:http'
import { answerBlob } from './cache-service-blobs.js'
import { EntryBook } from './cache-service-entries.js'
import { answerOf, findFault, send } from './cache-service-faults.js'
import { answerCall, keyOf, twirpError } from './cache-service-twirp.js'

/**
 * A local stand-in for the cache service of GitHub Actions, version 2: the Twirp service that hands out signed addresses, and the blob
 * storage that they lead to. It keeps everything in memory, and can be told to be as slow, as full or as broken as the real one can be.
 *
 * @typedef {'CreateCacheEntry' | 'FinalizeCacheEntryUpload' | 'GetCacheEntryDownloadURL'} Method
 * @typedef {Method | 'upload' | 'download' | 'head'} Call `head` asks for the size of a blob.
 *
 * @typedef {object} Target Which calls a fault hits.
 * @property {Call | 'blob' | 'any'} on
 * @property {RegExp} [key] Matched against the entry's key.
 * @property {number} [times] How often; every time when absent.
 *
 * @typedef {{ kind: 'status', status: number, retryAfterSeconds?: number, message?: string }} StatusFault Answered in the form that the call's own errors have.
 * @typedef {{ kind: 'hang', bytes?: number }} HangFault Never ends: after so many bytes of the answer's body, or before the answer.
 * @typedef {{ kind: 'truncate', bytes: number }} TruncateFault Cuts the connection after so many bytes of the answer's body.
 * @typedef {{ kind: 'destroy' }} DestroyFault Cuts the connection instead of answering; what was asked for is done.
 * @typedef {{ kind: 'delay', ms: number }} DelayFault Answers later.
 * @typedef {HangFault | TruncateFault | DestroyFault | DelayFault} Disturbance What happens to an answer on its way.
 * @typedef {Target & (StatusFault | Disturbance)} Fault The first that matches a request is applied.
 *
 * @typedef {object} Switches
 * @property {readonly Fault[]} faults
 * @property {number} limitBytes What all entries may have together; above it those go first that were not used for longest.
 *
 * @typedef {object} Seen One request, in order of arrival.
 * @property {Call} call
 * @property {string | undefined} key The entry's key; undefined where the request names none, or a blob that is not there.
 * @property {string | undefined} scope Where it was written, or found.
 * @property {string | undefined} matched The key that a look-up found.
 * @property {number} status 0 while it runs and where the answer did not arrive whole.
 * @property {number} bytes Of the body that was sent or asked for.
 * @property {number} at Milliseconds since the epoch.
 *
 * @typedef {{ key: string, version: string, scope: string, size: number, finalized: boolean }} Listed
 *
 * @typedef {object} CacheService
 * @property {string} url With a slash at its end, as GitHub gives it.
 * @property {(token: string) => Record<string, string>} env What the runner gives to an action so that it can use the service.
 * @property {() => readonly Listed[]} entries Oldest first.
 * @property {() => readonly Seen[]} requests
 * @property {() => void} clearRequests
 * @property {(switches: Partial<Switches>) => void} set
 * @property {(isDropped: (entry: Listed) => boolean) => number} evict Drops entries, as GitHub does; returns how many went.
 * @property {() => Promise<void>} stop Ends it, and every connection that hangs.
 */

const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/'
const BLOB = /^\/devstoreaccount1\/actions-cache\/(\d+)$/
const METHODS = /** @type {const} */ ([
  'CreateCacheEntry',
  'FinalizeCacheEntryUpload',
  'GetCacheEntryDownloadURL',
])

/**
 * Starts the stand-in on a free port of loopback.
 * @param {Partial<Switches>} [switches]
 * @returns {Promise<CacheService>}
 */
export async function startCacheService(switches = {}) {
  const service = new Service(switches)
  const server = http.createServer((request, response) => {
    service.handle(request, response).catch(() => response.destroy())
  })
  server.requestTimeout = 0
  // A client that was told to wait writes to the connection that it has, which Node would be closing just then.
  server.keepAliveTimeout = 120_000
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(undefined))
  })
  const bound = server.address()
  const url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`
  return {
    url,
    env: (token) => ({
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RESULTS_URL: url,
      ACTIONS_RUNTIME_TOKEN: token,
    }),
    entries: () => service.book.entries.map(listed),
    requests: () => service.seen.map((one) => ({ ...one })),
    clearRequests: () => void service.seen.splice(0),
    set: (changed) => void Object.assign(service.switches, changed),
    evict: (isDropped) => service.book.evict((entry) => isDropped(listed(entry))),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** @param {import('./cache-service-entries.js').Entry} entry @returns {Listed} */
const listed = ({ key, version, scope, content, finalized }) => ({
  ...{ key, version, scope, finalized },
  size: content?.length ?? 0,
})

class Service {
  /** @param {Partial<Switches>} switches */
  constructor(switches) {
    /** @type {Switches} */
    this.switches = { faults: [], limitBytes: Number.POSITIVE_INFINITY, ...switches }
    this.book = new EntryBook()
    /** @type {Seen[]} */
    this.seen = []
    /** @type {Map<Fault, number>} */
    this.hits = new Map()
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async handle(request, response) {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const method = request.method ?? 'GET'
    const body = await bodyOf(request)
    const call = callOf(method, url)
    if (!call) return send(response, twirpError(404, 'bad_route', 'no handler for this path'), undefined)
    const entry = this.book.byId(BLOB.exec(url.pathname)?.[1] ?? '')
    const key = entry?.key ?? (isMethod(call) ? keyOf(body) : undefined)
    const record = this.record(call, key, response)
    record.scope = entry?.scope
    record.bytes = body.length
    const fault = findFault(this.switches.faults, this.hits, call, key)
    const answer =
      (fault && answerOf(fault, call)) ??
      (isMethod(call)
        ? answerCall(call, request.headers.authorization, body, this.book, url.origin)
        : answerBlob({ method, url, headers: request.headers, body }, entry))
    Object.assign(record, answer.about)
    if (call === 'download') record.bytes = answer.body.length
    this.book.shrink(this.switches.limitBytes)
    return send(response, answer, fault)
  }

  /** @param {Call} call @param {string | undefined} key @param {http.ServerResponse} response @returns {Seen} */
  record(call, key, response) {
    /** @type {Seen} */
    const record = {
      ...{ call, key, scope: undefined, matched: undefined },
      ...{ status: 0, bytes: 0, at: Date.now() },
    }
    this.seen.push(record)
    response.on('finish', () => {
      record.status = response.statusCode
    })
    return record
  }
}

/** @param {string} method @param {URL} url @returns {Call | undefined} */
function callOf(method, { pathname }) {
  if (BLOB.test(pathname)) return method === 'PUT' ? 'upload' : method === 'HEAD' ? 'head' : 'download'
  if (method !== 'POST' || !pathname.startsWith(SERVICE)) return undefined
  return METHODS.find((name) => pathname === SERVICE + name)
}

/** @param {Call} call @returns {call is Method} */
const isMethod = (call) => METHODS.some((name) => name === call)

/** @param {http.IncomingMessage} request @returns {Promise<Buffer>} */
async function bodyOf(request) {
  /** @type {Buffer[]} */
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
