import { randomBytes } from 'node:crypto'
import { send } from './cache-service-faults.js'
import { makeAuthority, makeKeys } from './sigstore-certificate.js'
import { answerCertificate } from './sigstore-fulcio.js'
import { CLAIMS, TokenIssuer } from './sigstore-identity.js'
import { Log } from './sigstore-rekor.js'
import { TimestampAuthority } from './sigstore-tsa.js'

/**
 * @typedef {import('./sigstore.js').Service} Service
 * @typedef {import('./sigstore.js').Fault} Fault
 * @typedef {import('./sigstore.js').Switches} Switches
 * @typedef {import('./sigstore.js').Seen} Seen
 * @typedef {import('./sigstore.js').Answer} Answer
 */

/** The services' keys, what they were asked, and what they answer. */
export class LocalSigstore {
  /** @param {Switches} switches */
  constructor(switches) {
    this.switches = switches
    this.requestToken = randomBytes(24).toString('base64url')
    this.issuer = new TokenIssuer()
    this.fulcio = makeAuthority('fulcio of a test')
    this.certificateLog = makeKeys()
    this.log = new Log()
    this.tsa = new TimestampAuthority()
    this.stranger = {
      fulcio: makeAuthority('fulcio of a test'),
      rekor: makeKeys(),
      tsa: new TimestampAuthority(),
    }
    /** @type {Seen[]} */
    this.seen = []
    /** @type {Map<Fault, number>} */
    this.hits = new Map()
  }

  trusted() {
    return {
      fulcio: this.fulcio,
      certificateLog: this.certificateLog,
      logs: [this.log.keys[1], this.log.keys[2]],
      timestampChain: [this.tsa.certificate, this.tsa.authority.certificate],
    }
  }

  /** @param {Service} service @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async handle(service, request, response) {
    const body = await bodyOf(request)
    const record = this.record(service, request, response)
    const fault = this.findFault(service)
    return send(response, faultAnswer(fault) ?? this.answer(record, request, body), fault)
  }

  /** @param {Seen} record @param {import('node:http').IncomingMessage} request @param {Buffer} body @returns {Answer} */
  answer({ service, method, path }, { headers: { authorization } }, body) {
    const { strangers, unlogged, proof, clock } = this.switches
    const now = new Date(Date.now() + (clock[service] ?? 0) * 1000)
    const { pathname, searchParams } = new URL(path, 'http://local')
    const isStranger = strangers.some((one) => one === service)
    const telling = (/** @type {1 | 2} */ version) => ({
      keys: isStranger ? this.stranger.rekor : this.log.keys[version],
      ...{ proof, now },
    })
    switch (`${service} ${method} ${pathname}`) {
      case 'oidc GET /token':
        return this.token(authorization, searchParams.get('audience'), now)
      case 'fulcio POST /api/v2/signingCert': {
        const authority = isStranger ? this.stranger.fulcio : this.fulcio
        const log = unlogged ? undefined : this.certificateLog
        return answerCertificate({ authorization, body }, { issuer: this.issuer, authority, log, now })
      }
      case 'rekor POST /api/v1/log/entries':
        return this.log.addToFirst(body, telling(1))
      case 'rekor POST /api/v2/log/entries':
        // The log is called by its host's name.
        return this.log.addToSecond(body, '127.0.0.1', telling(2))
      case 'tsa POST /api/v1/timestamp':
        return (isStranger ? this.stranger.tsa : this.tsa).answer(body, now)
      default:
        return json(404, { code: 404, message: `there is no ${method} ${pathname}` })
    }
  }

  /** @param {string | undefined} authorization @param {string | null} asked @param {Date} now @returns {Answer} */
  token(authorization, asked, now) {
    if (authorization?.replace(/^bearer /i, '') !== this.requestToken) {
      return json(401, { message: 'the token of the request is wrong' })
    }
    const claims = { ...CLAIMS, ...this.switches.claims }
    const audience = this.switches.audience ?? asked ?? `https://github.com/${claims.repository_owner}`
    const value = this.issuer.mint(claims, audience, now)
    return json(200, { count: value.length, value })
  }

  /** @param {Service} service @returns {Fault | undefined} */
  findFault(service) {
    const fault = this.switches.faults.find(
      (one) =>
        (one.on === 'any' || one.on === service) &&
        (this.hits.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
    )
    if (fault) this.hits.set(fault, (this.hits.get(fault) ?? 0) + 1)
    return fault
  }

  /** @param {Service} service @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @returns {Seen} */
  record(service, { method = 'GET', url = '/' }, response) {
    const record = { service, method, path: url, status: 0, at: Date.now() }
    this.seen.push(record)
    response.on('finish', () => {
      record.status = response.statusCode
    })
    return record
  }
}

/** @param {Fault | undefined} fault @returns {Answer | undefined} */
function faultAnswer(fault) {
  if (fault?.kind !== 'status') return undefined
  const { status, body, type = 'text/html', retryAfterSeconds } = fault
  const answer = json(status, { code: status, message: 'a fault was asked for' })
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  if (body === undefined) return { ...answer, headers: { ...answer.headers, ...wait } }
  return { status, headers: { 'content-type': type, ...wait }, body: Buffer.from(body) }
}

/** @param {number} status @param {object} value @returns {Answer} */
const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
})

/** @param {import('node:http').IncomingMessage} request @returns {Promise<Buffer>} */
async function bodyOf(request) {
  /** @type {Buffer[]} */
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
