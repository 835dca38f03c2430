import http from 'node:http'
import { LocalSigstore } from './sigstore-services.js'
import { writeTrust } from './sigstore-trust.js'

/**
 * A local Sigstore with GitHub's issuer of tokens before it: everything that a keyless signature needs, with keys of its own that live as
 * long as it does. Its signatures are real; clients are given its trust by files. It can be told to be as broken, or as dishonest, as
 * the real services could be.
 *
 * @typedef {'oidc' | 'fulcio' | 'rekor' | 'tsa'} Service GitHub's tokens, certificates, the transparency log, timestamps.
 *
 * @typedef {object} Target Which requests a fault hits.
 * @property {Service | 'any'} on
 * @property {number} [times] How often; every time when absent.
 *
 * @typedef {{ kind: 'status', status: number, body?: string, type?: string, retryAfterSeconds?: number }} StatusFault Answered
 *   instead; `body` is the service's own kind of error where absent.
 * @typedef {import('./cache-service.js').Disturbance} Disturbance
 * @typedef {Target & (StatusFault | Disturbance)} Fault The first that matches a request is applied.
 *
 * @typedef {Record<'actor' | 'actor_id' | 'base_ref' | 'event_name' | 'head_ref' | 'job_workflow_ref' | 'job_workflow_sha' | 'ref' |
 *   'ref_protected' | 'ref_type' | 'repository' | 'repository_id' | 'repository_owner' | 'repository_owner_id' |
 *   'repository_visibility' | 'run_attempt' | 'run_id' | 'run_number' | 'runner_environment' | 'sha' | 'workflow' | 'workflow_ref' |
 *   'workflow_sha', string>} Claims What GitHub says of a job in its token.
 *
 * @typedef {object} Switches
 * @property {readonly Fault[]} faults
 * @property {Partial<Claims>} claims Said instead of those of a push to main.
 * @property {string | undefined} audience Who tokens are made out to, whatever was asked for.
 * @property {Partial<Record<Service, number>>} clock How many seconds a service's clock is ahead; negative where it is behind. A
 *   certificate begins at Fulcio's time and is good for ten minutes.
 * @property {readonly Exclude<Service, 'oidc'>[]} strangers Services that sign with a key that the trust files do not know.
 * @property {boolean} unlogged Whether certificates lack the entry of the certificate log.
 * @property {'right' | 'wrong' | 'none'} proof How Rekor proves that an entry is in its log.
 *
 * @typedef {object} Seen One request, in order of arrival.
 * @property {Service} service
 * @property {string} method
 * @property {string} path With its query.
 * @property {number} status 0 while it runs and where the answer did not arrive whole.
 * @property {number} at Milliseconds since the epoch.
 *
 * @typedef {{ status: number, headers: Record<string, string>, body: Buffer }} Answer
 *
 * @typedef {object} Sigstore
 * @property {Readonly<Record<Service, string>>} urls Without a slash at the end.
 * @property {import('./sigstore-trust.js').TrustFiles} files They stay good after the stop.
 * @property {Readonly<Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>>} env What the runner gives to a
 *   job with `id-token: write`.
 * @property {() => readonly Seen[]} requests
 * @property {() => void} clearRequests
 * @property {(switches: Partial<Switches>) => void} set
 * @property {(service: Service) => Promise<void>} stopService Ends one for good: connections to it are refused.
 * @property {() => Promise<void>} stop Ends all, and every connection that hangs.
 */

const SERVICES = /** @type {const} */ (['oidc', 'fulcio', 'rekor', 'tsa'])

/** @type {Switches} */
const DEFAULTS = {
  faults: [],
  claims: {},
  audience: undefined,
  clock: {},
  strangers: [],
  unlogged: false,
  proof: 'right',
}

/**
 * Starts it on free ports of loopback, one for each service.
 * @param {{ folder: string, switches?: Partial<Switches> }} options `folder` must exist; the trust files are written into it.
 * @returns {Promise<Sigstore>}
 */
export async function startSigstore({ folder, switches = {} }) {
  const local = new LocalSigstore({ ...DEFAULTS, ...switches })
  const servers = await Promise.all(SERVICES.map((service) => listen(local, service)))
  const urls = /** @type {Record<Service, string>} */ (
    Object.fromEntries(servers.map(({ service, url }) => [service, url]))
  )
  return {
    urls,
    files: writeTrust(folder, { ...local.trusted(), urls }),
    env: {
      // Clients append the audience with an ampersand.
      ACTIONS_ID_TOKEN_REQUEST_URL: `${urls.oidc}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: local.requestToken,
    },
    requests: () => local.seen.map((one) => ({ ...one })),
    clearRequests: () => void local.seen.splice(0),
    set: (changed) => void Object.assign(local.switches, changed),
    stopService: async (service) => void (await servers.find((one) => one.service === service)?.stop()),
    stop: async () => void (await Promise.all(servers.map(({ stop }) => stop()))),
  }
}

/** @param {LocalSigstore} local @param {Service} service */
async function listen(local, service) {
  const server = http.createServer((request, response) => {
    local.handle(service, request, response).catch(() => response.destroy())
  })
  server.requestTimeout = 0
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(undefined))
  })
  const bound = server.address()
  const url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
  const stop = async () => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return { service, url, stop }
}
