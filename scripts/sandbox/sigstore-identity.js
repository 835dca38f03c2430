import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { extension } from './sigstore-certificate.js'
import { utf8 } from './sigstore-der.js'

/**
 * @typedef {import('./sigstore.js').Claims} Claims
 * @typedef {Claims & { iss: string, aud: string, sub: string, nbf: number, iat: number, exp: number }} Token What a token says.
 */

export const ISSUER = 'https://token.actions.githubusercontent.com'

// GitHub's: five minutes, valid ten minutes before it was asked for.
const LIFETIME_SECONDS = 300
const EARLIER_SECONDS = 600

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const WORKFLOW = 'acme/app/.github/workflows/release.yml@refs/heads/main'

/** The claims of a push to a public repository's main branch. @type {Claims} */
export const CLAIMS = Object.freeze({
  actor: 'octocat',
  actor_id: '583231',
  base_ref: '',
  event_name: 'push',
  head_ref: '',
  job_workflow_ref: WORKFLOW,
  job_workflow_sha: COMMIT,
  ref: 'refs/heads/main',
  ref_protected: 'false',
  ref_type: 'branch',
  repository: 'acme/app',
  repository_id: '1296269',
  repository_owner: 'acme',
  repository_owner_id: '9919',
  repository_visibility: 'public',
  run_attempt: '1',
  run_id: '42',
  run_number: '7',
  runner_environment: 'github-hosted',
  sha: COMMIT,
  workflow: 'release',
  workflow_ref: WORKFLOW,
  workflow_sha: COMMIT,
})

/** GitHub's issuer of tokens: it signs claims for an audience. */
export class TokenIssuer {
  constructor() {
    // Clients of Fulcio take RS256 only.
    this.keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.keyId = randomBytes(16).toString('hex')
  }

  /** @param {Claims} claims @param {string} audience @param {Date} now */
  mint(claims, audience, now) {
    const iat = Math.floor(now.getTime() / 1000)
    const times = { nbf: iat - EARLIER_SECONDS, iat, exp: iat + LIFETIME_SECONDS }
    const who = { jti: randomBytes(16).toString('hex'), iss: ISSUER, aud: audience, sub: subjectOf(claims) }
    const head = { alg: 'RS256', kid: this.keyId, typ: 'JWT' }
    const text = [head, { ...who, ...claims, ...times }].map(base64url).join('.')
    return `${text}.${sign('sha256', Buffer.from(text), this.keys.privateKey).toString('base64url')}`
  }

  /**
   * What a token says; a text tells what is wrong with it.
   * @param {string} token @param {Date} now
   * @returns {Token | string}
   */
  read(token, now) {
    const [head = '', payload = '', signature = ''] = token.split('.')
    const isOurs = verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      this.keys.publicKey,
      Buffer.from(signature, 'base64url'),
    )
    if (!isOurs) return 'the token was not signed by its issuer'
    /** @type {Token} */
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const seconds = now.getTime() / 1000
    if (said.aud !== 'sigstore') return `expected audience "sigstore" got ["${said.aud}"]`
    if (seconds > said.exp) return 'token is expired'
    return said
  }
}

/** @param {object} value */
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** @param {Claims} claims */
const subjectOf = ({ repository, ref }) => `repo:${repository}:ref:${ref}`

/** Who a token is made out to, as Fulcio writes it into the certificate. @param {Claims} claims */
export const uriOf = ({ job_workflow_ref }) => `https://github.com/${job_workflow_ref}`

/**
 * What Fulcio writes of a GitHub token into a certificate, by the last number of its identifier (Fulcio's docs/oid-info.md).
 * @param {Claims} claims
 */
export function identityExtensions(claims) {
  const { event_name, sha, workflow, repository, ref } = claims
  const site = 'https://github.com'
  const old = { 1: ISSUER, 2: event_name, 3: sha, 4: workflow, 5: repository, 6: ref }
  const current = {
    8: ISSUER,
    9: uriOf(claims),
    10: claims.job_workflow_sha,
    11: claims.runner_environment,
    12: `${site}/${repository}`,
    13: sha,
    14: ref,
    15: claims.repository_id,
    16: `${site}/${claims.repository_owner}`,
    17: claims.repository_owner_id,
    18: `${site}/${claims.workflow_ref}`,
    19: claims.workflow_sha,
    20: event_name,
    21: `${site}/${repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}`,
    22: claims.repository_visibility,
  }
  // The first six are bare text, the later ones are encoded.
  return [
    ...Object.entries(old).map(([last, text]) => fulcio(last, Buffer.from(text))),
    ...Object.entries(current).map(([last, text]) => fulcio(last, utf8(text))),
  ]
}

/** @param {string} last @param {Buffer} value */
const fulcio = (last, value) => extension(`1.3.6.1.4.1.57264.1.${last}`, value)
