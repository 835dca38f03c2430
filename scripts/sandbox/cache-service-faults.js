import { blobError } from './cache-service-blobs.js'
import { twirpError } from './cache-service-twirp.js'
import { sleep } from './registry-http.js'

/**
 * @typedef {import('./cache-service.js').Fault} Fault
 * @typedef {import('./cache-service.js').Call} Call
 * @typedef {import('./cache-service-twirp.js').Answer} Answer
 */

/** What the service says beside the status, by status; Twirp's code and Azure's. */
const CODES = /** @type {Readonly<Record<number, readonly [string, string]>>} */ (
  Object.freeze({
    401: ['unauthenticated', 'AuthenticationFailed'],
    403: ['permission_denied', 'AuthorizationFailure'],
    404: ['not_found', 'BlobNotFound'],
    409: ['already_exists', 'BlobAlreadyExists'],
    429: ['resource_exhausted', 'TooManyRequests'],
    500: ['internal', 'InternalError'],
    503: ['unavailable', 'ServerBusy'],
  })
)

/**
 * The fault that hits a call, counted.
 * @param {readonly Fault[]} faults @param {Map<Fault, number>} hits @param {Call} call @param {string | undefined} key
 * @returns {Fault | undefined}
 */
export function findFault(faults, hits, call, key) {
  for (const fault of faults) {
    if (!isMeant(fault.on, call)) continue
    if (fault.key && (key === undefined || key.search(fault.key) < 0)) continue
    const count = hits.get(fault) ?? 0
    if (count >= (fault.times ?? Number.POSITIVE_INFINITY)) continue
    hits.set(fault, count + 1)
    return fault
  }
  return undefined
}

/** @param {Fault['on']} on @param {Call} call */
function isMeant(on, call) {
  return on === 'any' || on === call || (on === 'blob' && isBlob(call))
}

/** @param {Call} call */
const isBlob = (call) => call === 'upload' || call === 'download' || call === 'head'

/**
 * The answer that a fault gives in the place of the service's own; undefined where the service answers.
 * @param {Fault} fault @param {Call} call
 * @returns {Answer | undefined}
 */
export function answerOf(fault, call) {
  if (fault.kind !== 'status') return undefined
  const [twirp, azure] = CODES[fault.status] ?? ['unknown', 'Unknown']
  const words = fault.message ?? 'a fault was asked for'
  const answer = isBlob(call) ? blobError(fault.status, azure) : twirpError(fault.status, twirp, words)
  const wait = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }
  return { ...answer, headers: { ...answer.headers, ...wait } }
}

/**
 * Sends an answer as far as a fault lets it through. Resolves once nothing more is sent, also where the client waits on.
 * @param {import('node:http').ServerResponse} response @param {Pick<Answer, 'status' | 'headers' | 'body'>} answer
 * @param {import('./cache-service.js').Disturbance | { kind: 'status' } | undefined} fault
 */
export async function send(response, answer, fault) {
  if (fault?.kind === 'delay') await sleep(fault.ms)
  if (fault?.kind === 'destroy') return void response.destroy()
  if (fault?.kind === 'hang' && fault.bytes === undefined) return
  if (response.destroyed) return
  response.writeHead(answer.status, { 'content-length': answer.body.length, ...answer.headers })
  if (fault?.kind !== 'hang' && fault?.kind !== 'truncate') return void response.end(answer.body)
  // The headers promise the whole body.
  await new Promise((resolve) => response.write(answer.body.subarray(0, fault.bytes), resolve))
  if (fault.kind === 'truncate') response.destroy()
}
