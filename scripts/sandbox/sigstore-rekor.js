import { sign } from 'node:crypto'
import { makeKeys, sha256 } from './sigstore-certificate.js'
import { Tree } from './sigstore-tree.js'

/**
 * @typedef {import('./sigstore.js').Answer} Answer
 * @typedef {import('./sigstore-certificate.js').Keys} Keys
 *
 * @typedef {object} Telling How the log answers.
 * @property {Keys} keys What it signs with.
 * @property {'right' | 'wrong' | 'none'} proof Whether it proves that the entry is in the tree.
 * @property {Date} now
 */

// Of Rekor's first log; any number would do.
const TREE_ID = '1193050959916656506'

/** A transparency log, with the interfaces of Rekor's two versions, each with a tree and a key of its own. */
export class Log {
  constructor() {
    this.keys = { 1: makeKeys(), 2: makeKeys() }
    this.trees = { 1: new Tree(), 2: new Tree() }
  }

  /** `POST /api/v1/log/entries`. @param {Buffer} body @param {Telling} telling @returns {Answer} */
  addToFirst(body, { keys, proof, now }) {
    const entry = canonical(stored(JSON.parse(body.toString())))
    const tree = this.trees[1]
    const { index, leaf } = tree.add(entry)
    const { size, root, hashes } = tree.proof(index)
    const origin = `rekor.local - ${TREE_ID}`
    const promised = {
      body: entry.toString('base64'),
      integratedTime: Math.floor(now.getTime() / 1000),
      logID: sha256(keys.spki).toString('hex'),
      logIndex: index,
    }
    const inclusionProof = {
      checkpoint: checkpoint(origin, size, root, keys),
      hashes: spoiled(hashes, proof).map((hash) => hash.toString('hex')),
      logIndex: index,
      rootHash: root.toString('hex'),
      treeSize: size,
    }
    const verification = {
      signedEntryTimestamp: sign('sha256', canonical(promised), keys.privateKey).toString('base64'),
      ...(proof !== 'none' && { inclusionProof }),
    }
    const id = BigInt(TREE_ID).toString(16).padStart(16, '0') + leaf.toString('hex')
    // The client looks the entry up by this header.
    const headers = { etag: id, location: `/api/v1/log/entries/${id}` }
    return answer({ [id]: { ...promised, verification } }, headers)
  }

  /** `POST /api/v2/log/entries`. @param {Buffer} body @param {string} origin @param {Telling} telling @returns {Answer} */
  addToSecond(body, origin, { keys, proof }) {
    const { digest, signature } = JSON.parse(body.toString()).hashedRekordRequestV002
    const data = { algorithm: 'SHA2_256', digest }
    const spec = { hashedRekordV002: { data, signature } }
    const entry = canonical({ apiVersion: '0.0.2', kind: 'hashedrekord', spec })
    const tree = this.trees[2]
    const { index } = tree.add(entry)
    const { size, root, hashes } = tree.proof(index)
    const inclusionProof = {
      logIndex: String(index),
      rootHash: root.toString('base64'),
      treeSize: String(size),
      hashes: spoiled(hashes, proof).map((hash) => hash.toString('base64')),
      checkpoint: { envelope: checkpoint(origin, size, root, keys) },
    }
    return answer({
      logIndex: String(index),
      logId: { keyId: sha256(keys.spki).toString('base64') },
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      integratedTime: '0',
      canonicalizedBody: entry.toString('base64'),
      ...(proof !== 'none' && { inclusionProof }),
    })
  }
}

/** @param {object} value @param {Record<string, string>} [headers] @returns {Answer} */
const answer = (value, headers = {}) => ({
  status: 201,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
})

/** A path that leads elsewhere where the proof is to be wrong. @param {readonly Buffer[]} hashes @param {Telling['proof']} proof */
const spoiled = (hashes, proof) => (proof === 'wrong' ? [...hashes, sha256('nothing')] : hashes)

/**
 * What the log keeps of a proposed entry. Of an envelope it keeps no content, only what proves that it was there.
 * @param {any} entry
 */
function stored(entry) {
  if (entry.kind !== 'dsse') return entry
  const { envelope, verifiers } = entry.spec.proposedContent
  const { payload, signatures } = JSON.parse(envelope)
  const hash = (/** @type {string | Buffer} */ content) => ({
    algorithm: 'sha256',
    value: sha256(content).toString('hex'),
  })
  const spec = {
    envelopeHash: hash(envelope),
    payloadHash: hash(Buffer.from(payload, 'base64')),
    signatures: signatures.map((/** @type {{ sig: string }} */ { sig }, /** @type {number} */ place) => ({
      signature: sig,
      verifier: verifiers[place],
    })),
  }
  return { apiVersion: '0.0.1', kind: 'dsse', spec }
}

/** A signed statement of the tree's size and root (C2SP tlog-checkpoint). @param {string} origin @param {number} size @param {Buffer} root @param {Keys} keys */
function checkpoint(origin, size, root, keys) {
  const note = `${origin}\n${size}\n${root.toString('base64')}\n`
  const signature = sign('sha256', Buffer.from(note), keys.privateKey)
  const signed = Buffer.concat([sha256(keys.spki).subarray(0, 4), signature]).toString('base64')
  return `${note}\n\u2014 ${origin.split(' ')[0]} ${signed}\n`
}

/** JSON whose bytes depend on its content alone (RFC 8785): names in order. @param {unknown} value @returns {Buffer} */
const canonical = (value) => Buffer.from(JSON.stringify(ordered(value)))

/** @param {any} value @returns {unknown} */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, ordered(value[name])]),
  )
}
