import http from 'node:http'
import { TLSSocket } from 'node:tls'

/**
 * What a request of the registry API is about.
 * @typedef {{ kind: 'base' | 'referrers' | 'tags' | 'manifest' | 'blob', repo: string, reference: string }} Target
 *
 * @typedef {object} Call One request on its way through the front.
 * @property {http.IncomingMessage} request
 * @property {http.ServerResponse} response
 * @property {string} method
 * @property {string} path With its query.
 * @property {URL} url
 * @property {Target} target
 * @property {number | undefined} [holdMs] How long the registry's answer is held back.
 * @property {number | undefined} [cutAfter] How many bytes of its body are passed on before the connection is cut.
 *
 * @typedef {{ port: number, agent: http.Agent }} Backend
 */

const SHAPES = /** @type {const} */ ([
  ['manifest', /^\/v2\/(.+)\/manifests\/([^/]+)$/],
  ['tags', /^\/v2\/(.+)\/tags\/list$/],
  ['referrers', /^\/v2\/(.+)\/referrers\/([^/]+)$/],
  ['blob', /^\/v2\/(.+)\/blobs\/(.+)$/],
])

// RFC 9110 7.6.1: what belongs to one hop only. The token is the front's own; the registry behind it knows none.
const HOP = [
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
const NOT_FORWARDED = new Set([...HOP, 'authorization', 'expect'])

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** @param {http.IncomingMessage} request */
export const originOf = (request) =>
  `${request.socket instanceof TLSSocket ? 'https' : 'http'}://${request.headers.host}`

/**
 * Reads what a request asks for.
 * @param {http.IncomingMessage} request @param {http.ServerResponse} response
 * @returns {Call}
 */
export function arrive(request, response) {
  const path = request.url ?? '/'
  const url = new URL(path, 'http://front')
  return { request, response, method: request.method ?? 'GET', path, url, target: targetOf(url.pathname) }
}

/** @param {string} pathname @returns {Target} */
function targetOf(pathname) {
  for (const [kind, shape] of SHAPES) {
    const match = shape.exec(pathname)
    if (match) return { kind, repo: match[1] ?? '', reference: decodeURIComponent(match[2] ?? '') }
  }
  return { kind: 'base', repo: '', reference: '' }
}

/**
 * Answers with the error body of the distribution specification.
 * @param {http.ServerResponse} response @param {number} status @param {string} code @param {string} message
 * @param {Readonly<Record<string, string>>} [headers]
 */
export function sendError(response, status, code, message, headers = {}) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  endWith(response, status, 'application/json', JSON.stringify({ errors: [{ code, message }] }))
}

/** @param {http.ServerResponse} response @param {number} status @param {string} type @param {string} body */
export function endWith(response, status, type, body) {
  const { req } = response
  // A body that nobody read would be taken for the next request of the connection, so the connection ends here.
  if (
    !req.complete &&
    Number(req.headers['content-length'] ?? 0) + Number('transfer-encoding' in req.headers) > 0
  ) {
    response.setHeader('connection', 'close')
  }
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/**
 * The fault that hits a request, counted.
 * @param {readonly import('./registry.js').Fault[]} faults @param {Map<import('./registry.js').Fault, number>} hits
 * @param {Call} call @param {boolean} authorized Whether the request has passed the token check.
 */
export function findFault(faults, hits, call, authorized) {
  for (const fault of faults) {
    if ((fault.unauthorized ?? false) === authorized) continue
    if (fault.method && fault.method !== call.method) continue
    if (call.path.search(fault.path) < 0) continue
    const count = hits.get(fault) ?? 0
    if (count >= (fault.times ?? Number.POSITIVE_INFINITY)) continue
    hits.set(fault, count + 1)
    return fault
  }
  return undefined
}

/**
 * Sends a request on to the registry and its answer back, both as streams. Resolves when the answer has ended, with the
 * registry's status and headers; where either side breaks off, the other one is broken off as well.
 * @param {Call} call @param {Backend} backend @param {string} path
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders }>}
 */
export function proxy({ request, response, method, holdMs = 0, cutAfter }, backend, path) {
  return new Promise((resolve, reject) => {
    /** @type {{ status: number, headers: http.IncomingHttpHeaders }} */
    let result = { status: 0, headers: {} }
    // Whoever asked has gone already, while a fault was waited for.
    if (response.destroyed) return resolve(result)
    const headers = withoutHops(request.headers)
    const upstream = http.request({
      host: '127.0.0.1',
      port: backend.port,
      agent: backend.agent,
      method,
      path,
      headers,
    })
    upstream.on('error', (error) =>
      response.destroyed ? resolve({ status: 0, headers: {} }) : reject(error),
    )
    upstream.on('response', (answer) => {
      result = { status: answer.statusCode ?? 502, headers: answer.headers }
      answer.on('error', () => response.destroy())
      response.on('finish', () => resolve(result))
      setTimeout(() => {
        if (response.destroyed) return
        response.writeHead(result.status, withoutHops(answer.headers))
        if (cutAfter === undefined) answer.pipe(response)
        else passUpTo(cutAfter - startOf(request), answer, response)
      }, holdMs)
    })
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy()
      // What the registry took, it took, whether or not anybody heard its answer.
      resolve(result)
    })
    request.pipe(upstream)
  })
}

/** Where in a blob an answer begins: whoever was cut off asks for the rest. @param {http.IncomingMessage} request */
const startOf = ({ headers }) => Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)

/** @param {number} bytes @param {http.IncomingMessage} answer @param {http.ServerResponse} response */
function passUpTo(bytes, answer, response) {
  let left = Math.max(0, bytes)
  answer.on('data', (/** @type {Buffer} */ chunk) => {
    if (left < 0) return
    response.write(chunk.subarray(0, left))
    left -= chunk.length
    // What was written leaves at the end of this turn.
    if (left < 0) setImmediate(() => response.destroy())
  })
  answer.on('end', () => void (left >= 0 && response.end()))
}

/**
 * Asks the registry something short on the front's own account.
 * @param {Backend} backend @param {string} path @param {string} [method] @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, body: string }>}
 */
export function ask(backend, path, method = 'GET', headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port: backend.port,
      agent: backend.agent,
      path,
      method,
      headers,
    })
    request.on('error', reject)
    request.on('response', async (answer) => {
      /** @type {Buffer[]} */
      const chunks = []
      for await (const chunk of answer) chunks.push(chunk)
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: Buffer.concat(chunks).toString(),
      })
    })
    request.end()
  })
}

/** @param {http.IncomingHttpHeaders} headers */
function withoutHops(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name)))
}
