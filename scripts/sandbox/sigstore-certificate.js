import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import {
  bits,
  boolean,
  integer,
  octets,
  oid,
  sequence,
  set,
  shortTime,
  tagged,
  untyped,
  utf8,
} from './sigstore-der.js'

/**
 * @typedef {import('node:crypto').KeyObject} KeyObject
 *
 * @typedef {object} Keys A key pair on P-256.
 * @property {KeyObject} privateKey
 * @property {Buffer} spki The public key as SubjectPublicKeyInfo.
 *
 * @typedef {object} Authority Who signs certificates.
 * @property {string} name
 * @property {Keys} keys
 * @property {Buffer} certificate Its own one, in DER.
 *
 * @typedef {object} Body What a certificate says, beside what every one does.
 * @property {string} subject Its common name; '' for none.
 * @property {Buffer} spki
 * @property {Date} from
 * @property {Date} to
 * @property {readonly Buffer[]} extensions
 */

export const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const DAY_MS = 24 * 3600_000

/** @param {...(Buffer | string)} parts */
export function sha256(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** @returns {Keys} */
export function makeKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }) }
}

/** @param {string} identifier @param {Buffer} value @param {boolean} [critical] */
export const extension = (identifier, value, critical = false) =>
  sequence(oid(identifier), ...(critical ? [boolean(true)] : []), octets(value))

/** An authority that signed its own certificate, good from yesterday to tomorrow. @param {string} name @returns {Authority} */
export function makeAuthority(name) {
  const keys = makeKeys()
  const [from, to] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true)), true),
    // keyCertSign and cRLSign
    extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true),
    extension('2.5.29.14', octets(keyIdOf(keys.spki))),
  ]
  const body = bodyOf({ subject: name, spki: keys.spki, from, to, extensions }, { name })
  return { name, keys, certificate: signed(body, keys) }
}

/** What all end certificates have; `usage` is what the key is for. @param {string} usage @param {Buffer} spki @param {Authority} authority */
const common = (usage, spki, authority) => [
  extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
  extension('2.5.29.37', sequence(oid(usage)), usage === TIME_STAMPING),
  extension('2.5.29.14', octets(keyIdOf(spki))),
  extension('2.5.29.35', sequence(untyped(0, keyIdOf(authority.keys.spki)))),
]

/**
 * The certificate of a timestamp service. @param {string} subject @param {Buffer} spki @param {Authority} authority
 */
export function certifyTimestamps(subject, spki, authority) {
  const [from, to] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
  const body = { subject, spki, from, to, extensions: common(TIME_STAMPING, spki, authority) }
  return signed(bodyOf(body, authority), authority.keys)
}

/**
 * A short-lived certificate of an identity, with its entry in the log of certificates (RFC 6962 section 3.3) where there is a log.
 * @param {{ uri: string, spki: Buffer, from: Date, to: Date, extensions: readonly Buffer[] }} body @param {Authority} authority
 * @param {Keys | undefined} log
 */
export function certifyIdentity({ uri, spki, from, to, extensions }, authority, log) {
  const names = extension('2.5.29.17', sequence(untyped(6, Buffer.from(uri))), true)
  const all = [...common(CODE_SIGNING, spki, authority), names, ...extensions]
  const body = { subject: '', spki, from, to, extensions: all }
  if (!log) return signed(bodyOf(body, authority), authority.keys)
  // The log promises the very certificate, without its promise.
  const number = serial()
  const entry = logEntry(bodyOf(body, authority, number), authority, log, from)
  return signed(bodyOf({ ...body, extensions: [...all, entry] }, authority, number), authority.keys)
}

/** @param {Buffer} spki */
const keyIdOf = (spki) => sha256(spki).subarray(0, 20)

/** @param {string} common */
const nameOf = (common) =>
  common === '' ? sequence() : sequence(set(sequence(oid('2.5.4.3'), utf8(common))))

/** A number that nothing else has. */
export function serial() {
  const bytes = randomBytes(16)
  bytes.writeUInt8(0x40, 0)
  return integer(bytes)
}

/** The part of a certificate that is signed. @param {Body} body @param {{ name: string }} issuer @param {Buffer} [number] */
function bodyOf({ subject, spki, from, to, extensions }, { name }, number = serial()) {
  return sequence(
    ...[tagged(0, integer(2)), number, ECDSA_SHA256, nameOf(name)],
    ...[sequence(shortTime(from), shortTime(to)), nameOf(subject), spki],
    tagged(3, sequence(...extensions)),
  )
}

/** @param {Buffer} body @param {Keys} keys */
const signed = (body, { privateKey }) => sequence(body, ECDSA_SHA256, bits(sign('sha256', body, privateKey)))

/**
 * The extension by which a log promises to list a certificate: its signature over the certificate without this extension.
 * @param {Buffer} body @param {Authority} authority @param {Keys} log @param {Date} at
 */
function logEntry(body, authority, log, at) {
  const moment = Buffer.alloc(8)
  moment.writeBigUInt64BE(BigInt(at.getTime()))
  const length = Buffer.alloc(3)
  length.writeUIntBE(body.length, 0, 3)
  const [version, kind, precertificate, none] = ['00', '00', '0001', '0000'].map((hex) =>
    Buffer.from(hex, 'hex'),
  )
  const issuer = sha256(authority.keys.spki)
  const promised = [version, kind, moment, precertificate, issuer, length, body, none]
  const signature = sign(
    'sha256',
    Buffer.concat(promised.filter((part) => part !== undefined)),
    log.privateKey,
  )
  const algorithm = Buffer.from('0403', 'hex')
  const entry = Buffer.concat([
    Buffer.from([0]),
    sha256(log.spki),
    moment,
    Buffer.alloc(2),
    algorithm,
    sized(signature),
  ])
  return extension('1.3.6.1.4.1.11129.2.4.2', octets(sized(sized(entry))))
}

/** Bytes behind their length in two bytes. @param {Buffer} content */
function sized(content) {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length)
  return Buffer.concat([length, content])
}
