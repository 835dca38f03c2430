import { sign } from 'node:crypto'
import {
  certifyTimestamps,
  ECDSA_SHA256,
  makeAuthority,
  makeKeys,
  serial,
  sha256,
} from './sigstore-certificate.js'
import { integer, membersOf, octets, oid, sequence, set, tagged, time } from './sigstore-der.js'

/**
 * @typedef {import('./sigstore.js').Answer} Answer
 */

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const TIMESTAMP = '1.2.840.113549.1.9.16.1.4'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47'
const POLICY = '1.3.6.1.4.1.57264.2'
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'))

/** A service that says when it saw something (RFC 3161). */
export class TimestampAuthority {
  constructor() {
    this.authority = makeAuthority('timestamp root of a test')
    this.keys = makeKeys()
    this.certificate = certifyTimestamps('timestamps of a test', this.keys.spki, this.authority)
  }

  /** @param {Buffer} body A TimeStampReq. @param {Date} now @returns {Answer} */
  answer(body, now) {
    const [, imprint, ...options] = membersOf(body)
    if (!imprint) throw new Error('the request names nothing to put a time on')
    // Of the optional members only the nonce is a number, and only certReq a truth value.
    const nonce = options.find(({ tag }) => tag === 0x02)
    const wantsCertificate = options.some(({ tag, body: [value] }) => tag === 0x01 && value !== 0)
    const moment = new Date(Math.floor(now.getTime() / 1000) * 1000)
    const content = sequence(
      ...[integer(1), oid(POLICY), imprint.whole, serial(), time(moment)],
      ...(nonce ? [nonce.whole] : []),
    )
    const granted = sequence(integer(0))
    const token = sequence(oid(SIGNED_DATA), tagged(0, this.sign(content, wantsCertificate)))
    const headers = { 'content-type': 'application/timestamp-reply' }
    return { status: 201, headers, body: sequence(granted, token) }
  }

  /** A signed message (RFC 5652 section 5) around a timestamp. @param {Buffer} content @param {boolean} withCertificate */
  sign(content, withCertificate) {
    const attributes = [
      sequence(oid(CONTENT_TYPE), set(oid(TIMESTAMP))),
      sequence(oid(MESSAGE_DIGEST), set(octets(sha256(content)))),
      sequence(oid(SIGNING_CERTIFICATE), set(sequence(sequence(sequence(octets(sha256(this.certificate))))))),
    ]
    const signed = set(...attributes)
    const [, serialNumber, , issuer] = membersOf(membersOf(this.certificate)[0]?.whole ?? Buffer.alloc(0))
    const signer = sequence(
      integer(1),
      sequence(issuer?.whole ?? sequence(), serialNumber?.whole ?? integer(0)),
      SHA256,
      // What is signed is a SET; it is sent under a tag of its own.
      tagged(0, ...membersOf(signed).map(({ whole }) => whole)),
      ECDSA_SHA256,
      octets(sign('sha256', signed, this.keys.privateKey)),
    )
    return sequence(
      ...[integer(3), set(SHA256), sequence(oid(TIMESTAMP), tagged(0, octets(content)))],
      ...(withCertificate ? [tagged(0, this.certificate)] : []),
      set(signer),
    )
  }
}
