import { randomUUID } from 'node:crypto'

/**
 * @typedef {import('./cache-service-twirp.js').Answer} Answer
 * @typedef {import('./cache-service-entries.js').Entry} Entry
 *
 * @typedef {object} BlobRequest A request of the blob storage, read to its end.
 * @property {string} method
 * @property {URL} url
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {Buffer} body
 */

// BuildKit's client ends its whole daemon over an answer without `x-ms-request-id`.
const always = () => ({ 'x-ms-request-id': randomUUID(), 'x-ms-version': '2025-11-05' })

/**
 * Answers as Azure's blob storage does at a signed address: uploads whole or in blocks, downloads whole or in ranges.
 * @param {BlobRequest} request @param {Entry | undefined} entry @returns {Answer}
 */
export function answerBlob({ method, url, headers, body }, entry) {
  const signature = url.searchParams.get('sig')
  const isWrite = method === 'PUT'
  const right = isWrite ? entry?.signatures.upload : entry?.signatures.download
  if (!entry) return blobError(404, 'BlobNotFound')
  if (signature !== right) return blobError(403, 'AuthenticationFailed')
  if (isWrite) return write(entry, url.searchParams, headers, body)
  if (method !== 'GET' && method !== 'HEAD') return blobError(405, 'UnsupportedHttpVerb')
  if (!entry.content) return blobError(404, 'BlobNotFound')
  return read(entry, entry.content, method, headers)
}

/**
 * @param {Entry} entry @param {URLSearchParams} query @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} body
 * @returns {Answer}
 */
function write(entry, query, headers, body) {
  switch (query.get('comp')) {
    case 'block': {
      const id = query.get('blockid')
      if (!id) return blobError(400, 'InvalidQueryParameterValue')
      entry.blocks.set(id, body)
      return created()
    }
    case 'blocklist': {
      const ids = [...body.toString().matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)]
      const blocks = ids.map(([, id]) => entry.blocks.get(id ?? ''))
      if (!blocks.every((block) => block !== undefined)) return blobError(400, 'InvalidBlockList')
      entry.content = Buffer.concat(blocks)
      entry.blocks.clear()
      return created()
    }
    case null: {
      if (headers['x-ms-blob-type'] !== 'BlockBlob') return blobError(400, 'MissingRequiredHeader')
      entry.content = body
      return created()
    }
    default:
      return blobError(400, 'InvalidQueryParameterValue')
  }
}

/**
 * @param {Entry} entry @param {Buffer} content @param {string} method @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {Answer}
 */
function read({ id }, content, method, headers) {
  const etag = `"0x${Number(id).toString(16).toUpperCase()}"`
  const wanted = headers['if-match']
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) return blobError(412, 'ConditionNotMet')
  const common = {
    ...always(),
    etag,
    'last-modified': new Date(0).toUTCString(),
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
  }
  if (method === 'HEAD') {
    return {
      status: 200,
      headers: { ...common, 'content-length': String(content.length) },
      body: Buffer.alloc(0),
    }
  }
  // Where both are there, Azure's own header counts.
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(headers['x-ms-range'] ?? headers.range ?? ''))
  if (!range) return { status: 200, headers: common, body: content }
  const first = Number(range[1])
  if (first >= content.length) return blobError(416, 'InvalidRange')
  const last = Math.min(range[2] ? Number(range[2]) : content.length - 1, content.length - 1)
  const part = { 'content-range': `bytes ${first}-${last}/${content.length}` }
  return { status: 206, headers: { ...common, ...part }, body: content.subarray(first, last + 1) }
}

/** @returns {Answer} */
const created = () => ({
  status: 201,
  headers: { ...always(), 'x-ms-request-server-encrypted': 'true' },
  body: Buffer.alloc(0),
})

/** The error body of Azure's blob storage. @param {number} status @param {string} code @returns {Answer} */
export const blobError = (status, code) => ({
  status,
  headers: { ...always(), 'x-ms-error-code': code, 'content-type': 'application/xml' },
  body: Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  ),
})
