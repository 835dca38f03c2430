import { readRuntimeToken } from './cache-service-token.js'

/**
 * What the service answers; `about` goes to the log of requests.
 * @typedef {{ status: number, headers: Record<string, string>, body: Buffer, about?: Partial<import('./cache-service.js').Seen> }} Answer
 * @typedef {import('./cache-service-entries.js').EntryBook} EntryBook
 * @typedef {NonNullable<ReturnType<typeof readRuntimeToken>>} Access
 *
 * @typedef {object} Question The body of a call; absent fields are empty.
 * @property {string} key
 * @property {string} version
 * @property {readonly string[]} restoreKeys
 * @property {number} size
 */

// GitHub's limits of a key.
const LONGEST_KEY = 512

// GitHub's words, which clients tell a policy from a conflict by.
export const WRITE_DENIED = 'cache write denied: token has no writable scopes'
export const READ_DENIED = 'cache read denied: token has no readable scopes'

/**
 * Answers a call of the Twirp service `github.actions.results.api.v1.CacheService` in JSON.
 *
 * @param {import('./cache-service.js').Method} method @param {string | undefined} authorization @param {Buffer} body
 * @param {EntryBook} book @param {string} origin Where the signed addresses lead.
 * @returns {Answer}
 */
export function answerCall(method, authorization, body, book, origin) {
  const access = readRuntimeToken(authorization)
  if (!access) return twirpError(401, 'unauthenticated', 'the runtime token is missing, malformed or expired')
  const question = parseQuestion(body)
  if (!question) return twirpError(400, 'malformed', 'the json request could not be decoded')
  const invalid = [question.key, ...question.restoreKeys].some(
    (key) => key === '' || key.length > LONGEST_KEY || key.includes(','),
  )
  if (invalid) return twirpError(400, 'invalid_argument', 'key is empty, too long or has a comma')
  if (question.version === '') return twirpError(400, 'invalid_argument', 'version is empty')
  switch (method) {
    case 'CreateCacheEntry':
      return create(question, access, book, origin)
    case 'FinalizeCacheEntryUpload':
      return finalize(question, access, book)
    case 'GetCacheEntryDownloadURL':
      return lookUp(question, access, book, origin)
  }
}

/** @param {Question} question @param {Access} access @param {EntryBook} book @param {string} origin @returns {Answer} */
function create({ key, version }, { writable }, book, origin) {
  // A refusal of the policy is an answer, and no error of the protocol.
  if (writable === undefined) return json(200, { ok: false, message: WRITE_DENIED })
  const entry = book.reserve(key, version, writable)
  if (!entry) {
    const words = 'cache entry with the same key, version, and scope already exists'
    return { ...twirpError(409, 'already_exists', words), about: { scope: writable } }
  }
  const address = `${origin}${blobPath(entry.id)}?sig=${entry.signatures.upload}`
  return { ...json(200, { ok: true, signed_upload_url: address }), about: { scope: writable } }
}

/** @param {Question} question @param {Access} access @param {EntryBook} book @returns {Answer} */
function finalize({ key, version, size }, { writable }, book) {
  if (writable === undefined) return json(200, { ok: false, message: WRITE_DENIED })
  const entry = book.get(key, version, writable)
  const about = { scope: writable }
  if (!entry?.content) return { ...twirpError(404, 'not_found', 'cache entry upload not found'), about }
  if (size !== entry.content.length) {
    const message = `the upload has ${entry.content.length} bytes, not ${size}`
    return { ...json(200, { ok: false, message }), about }
  }
  entry.finalized = true
  return { ...json(200, { ok: true, entry_id: entry.id }), about }
}

/** @param {Question} question @param {Access} access @param {EntryBook} book @param {string} origin @returns {Answer} */
function lookUp({ key, restoreKeys, version }, { readable }, book, origin) {
  if (readable.length === 0) return twirpError(403, 'permission_denied', READ_DENIED)
  const entry = book.find(readable, key, restoreKeys, version)
  if (!entry) return json(200, { ok: false })
  const address = `${origin}${blobPath(entry.id)}?sig=${entry.signatures.download}`
  const found = { ok: true, signed_download_url: address, matched_key: entry.key }
  return { ...json(200, found), about: { scope: entry.scope, matched: entry.key } }
}

/** The Azure client needs account, container and blob in the path where the host is an address. @param {string} id */
const blobPath = (id) => `/devstoreaccount1/actions-cache/${id}`

/** The key that a call asks about, for the log of requests. @param {Buffer} body */
export const keyOf = (body) => parseQuestion(body)?.key

/** @param {Buffer} body @returns {Question | undefined} */
function parseQuestion(body) {
  try {
    // Clients leave out what is empty; a 64-bit number is a text in the JSON of protocol buffers.
    const { key = '', version = '', restore_keys = [], size_bytes = 0 } = JSON.parse(body.toString())
    return { key, version, restoreKeys: restore_keys, size: Number(size_bytes) }
  } catch {
    return undefined
  }
}

/** @param {number} status @param {object} value @returns {Answer} */
const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
})

/** The error body of the Twirp protocol. @param {number} status @param {string} code @param {string} msg */
export const twirpError = (status, code, msg) => json(status, { code, msg })
