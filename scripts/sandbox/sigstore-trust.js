import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './sigstore-certificate.js'

/**
 * @typedef {import('./sigstore-certificate.js').Keys} Keys
 * @typedef {import('./sigstore-certificate.js').Authority} Authority
 *
 * @typedef {object} Trusted What clients are to trust.
 * @property {Authority} fulcio
 * @property {Keys} certificateLog
 * @property {readonly Keys[]} logs
 * @property {readonly Buffer[]} timestampChain From the service's own certificate to the root.
 * @property {Readonly<Record<'fulcio' | 'rekor' | 'tsa' | 'oidc', string>>} urls
 *
 * @typedef {object} TrustFiles Paths of what `--trusted-root` and `--signing-config` take.
 * @property {string} trustedRoot
 * @property {{ v1: string, v2: string }} signingConfig By the version of Rekor; both with timestamps.
 * @property {{ trustedRoot: string, signingConfig: string }} none Of nothing: no certificates, no log, no timestamps.
 */

const ROOT_TYPE = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1'
const CONFIG_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json'
const START = { start: new Date(Date.now() - 24 * 3600_000).toISOString() }

/** Writes the files of a Sigstore into a folder. @param {string} folder @param {Trusted} trusted @returns {TrustFiles} */
export function writeTrust(folder, trusted) {
  /** @param {string} name @param {object} content */
  const write = (name, content) => {
    const file = join(folder, name)
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
    return file
  }
  return {
    trustedRoot: write('trusted_root.json', rootOf(trusted)),
    signingConfig: {
      v1: write('signing_config_v1.json', configOf(trusted, 1)),
      v2: write('signing_config_v2.json', configOf(trusted, 2)),
    },
    none: {
      trustedRoot: write('trusted_root_none.json', { mediaType: ROOT_TYPE }),
      signingConfig: write('signing_config_none.json', {
        mediaType: CONFIG_TYPE,
        rekorTlogConfig: {},
        tsaConfig: {},
      }),
    },
  }
}

/** @param {Trusted} trusted */
function rootOf({ fulcio, certificateLog, logs, timestampChain, urls }) {
  /** @param {string} baseUrl @param {Keys} keys */
  const log = (baseUrl, { spki }) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: START,
    },
    logId: { keyId: sha256(spki).toString('base64') },
  })
  /** @param {string} uri @param {readonly Buffer[]} chain */
  const authority = (uri, chain) => ({
    subject: { organization: 'sigstore of a test', commonName: 'sigstore' },
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: der.toString('base64') })) },
    validFor: START,
  })
  return {
    mediaType: ROOT_TYPE,
    tlogs: logs.map((keys) => log(urls.rekor, keys)),
    certificateAuthorities: [authority(urls.fulcio, [fulcio.certificate])],
    ctlogs: [log(urls.fulcio, certificateLog)],
    timestampAuthorities: [authority(urls.tsa, timestampChain)],
  }
}

/** @param {Trusted} trusted @param {1 | 2} version Of Rekor. */
function configOf({ urls }, version) {
  /** @param {string} url @param {number} majorApiVersion */
  const service = (url, majorApiVersion) => [{ url, majorApiVersion, validFor: START, operator: 'a test' }]
  return {
    mediaType: CONFIG_TYPE,
    caUrls: service(urls.fulcio, 1),
    oidcUrls: service(urls.oidc, 1),
    rekorTlogUrls: service(urls.rekor, version),
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: service(`${urls.tsa}/api/v1/timestamp`, 1),
    tsaConfig: { selector: 'ANY' },
  }
}
