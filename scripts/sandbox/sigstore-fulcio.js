import { createPublicKey, verify } from 'node:crypto'
import { certifyIdentity } from './sigstore-certificate.js'
import { identityExtensions, uriOf } from './sigstore-identity.js'

/**
 * @typedef {import('./sigstore.js').Answer} Answer
 * @typedef {import('./sigstore-certificate.js').Authority} Authority
 * @typedef {import('./sigstore-certificate.js').Keys} Keys
 */

// Fulcio's: ten minutes.
const LIFETIME_MS = 600_000

/**
 * Answers a request for a certificate (Fulcio's API, version 2): checks the token and that the key is the caller's, and certifies it.
 *
 * @param {{ authorization: string | undefined, body: Buffer }} request
 * @param {{ issuer: import('./sigstore-identity.js').TokenIssuer, authority: Authority, log: Keys | undefined, now: Date }} service
 *   `log` is the log of certificates; where there is none, the certificate is in none.
 * @returns {Answer}
 */
export function answerCertificate({ authorization, body }, { issuer, authority, log, now }) {
  // Whether the token has run out is what GitHub's clock says, not a clock that a test has put wrong.
  const token = issuer.read((authorization ?? '').replace(/^bearer /i, ''), new Date())
  if (typeof token === 'string')
    return refusal(401, 16, `There was an error processing the identity token: ${token}`)
  const { publicKey, proofOfPossession } = JSON.parse(body.toString()).publicKeyRequest
  const key = createPublicKey(publicKey.content)
  const proof = Buffer.from(proofOfPossession, 'base64')
  if (!verify('sha256', Buffer.from(token.sub), key, proof)) {
    return refusal(400, 3, 'The signature supplied in the request could not be verified')
  }
  const certificate = certifyIdentity(
    {
      uri: uriOf(token),
      spki: key.export({ format: 'der', type: 'spki' }),
      from: now,
      to: new Date(now.getTime() + LIFETIME_MS),
      extensions: identityExtensions(token),
    },
    authority,
    log,
  )
  const certificates = [certificate, authority.certificate].map(pem)
  // Clients take 200 only.
  return json(200, { signedCertificateEmbeddedSct: { chain: { certificates } } })
}

/** @param {number} status @param {number} code Of gRPC. @param {string} message @returns {Answer} */
const refusal = (status, code, message) => json(status, { code, message, details: [] })

/** @param {number} status @param {object} value @returns {Answer} */
const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
})

/** @param {Buffer} der */
const pem = (der) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
