import http from 'node:http'
import https from 'node:https'
import { startBackend } from './registry-backend.js'
import { Front } from './registry-front.js'
import { sendError } from './registry-http.js'
import { readTags, TagBook } from './registry-tags.js'
import { TokenDesk } from './registry-tokens.js'

/**
 * A local stand-in for ghcr.io: a real registry that stores everything, behind a front that speaks GHCR's token dance and
 * can be told to be as slow, as late, as strict or as broken as GHCR can be.
 *
 * @typedef {{ password: string, access: 'write' | 'read' }} User
 *
 * @typedef {object} Fault One kind of trouble; the first one that matches a request is applied.
 * @property {string} [method]
 * @property {RegExp} path Matched against path and query.
 * @property {number} [status] Answered instead of the registry's answer.
 * @property {string} [code]
 * @property {string} [message]
 * @property {Record<string, string>} [headers]
 * @property {number} [times] How often; every time when absent.
 * @property {boolean} [destroy] Cut the connection instead of answering.
 * @property {number} [afterMs] Wait that long first; with neither `status` nor `destroy` the request then goes on.
 * @property {number} [answerAfterMs] Let the request go on, and hold the registry's answer back for so long.
 * @property {number} [cutAfter] Let the request go on, and cut the connection behind so many bytes of a blob, also where a part of it is asked for; what is shorter stays whole.
 * @property {boolean} [unauthorized] Also hit requests that carry no valid token yet, as a registry that is down does.
 *
 * @typedef {object} Switches
 * @property {number} delayMs Added to every request.
 * @property {405 | 'tags' | undefined} deleteStatus GHCR answers 405 to every DELETE; `tags` deletes tags by name, as newer
 *   registries do; undefined passes it to the registry.
 * @property {boolean} emptyIndex Whether an index without manifests is taken; where not, it is invalid.
 * @property {'404' | 'empty' | '303' | 'api'} referrers How the referrers API answers; `api` is as the specification says.
 * @property {number} manifestLagMs How long after a write a manifest still reads as before.
 * @property {number} listLagMs How long after its first write a tag is missing from the tag list.
 * @property {import('./registry-jitter.js').JitterSwitch | undefined} jitter Delays and lags that differ from request to request.
 * @property {number} pageSize Tags per page where the client names no number.
 * @property {readonly Fault[]} faults
 * @property {boolean} anonymousPull Whether the packages are public.
 * @property {string} denyText The words that a write without permission is refused with; see `DENY`.
 *
 * @typedef {{ key: string, cert: string }} Tls What the front encrypts with, each as PEM; it speaks plain HTTP without.
 *
 * @typedef {object} Seen One request, in order of arrival.
 * @property {string} method
 * @property {string} path With its query.
 * @property {number} status 0 while it runs and where the connection was cut.
 * @property {'none' | 'basic' | 'bearer'} auth
 * @property {string | undefined} user
 * @property {number} at Milliseconds since the epoch.
 *
 * @typedef {object} Registry
 * @property {string} host `ADDRESS:PORT`, for image references.
 * @property {string} url
 * @property {string} storeUrl The real registry behind the front: no tokens, no switches; for looking at what is there.
 * @property {(repository: string) => Promise<Record<string, string>>} tags What is there: every tag with its digest, oldest first.
 * @property {() => readonly Seen[]} requests
 * @property {() => void} clearRequests
 * @property {(switches: Partial<Switches>) => void} set
 * @property {() => Promise<void>} stop Ends front and registry; the storage folder stays.
 */

/** GHCR's texts for a write that is not allowed; which one depends on what is missing. */
export const DENY = Object.freeze({
  writePackage: 'permission_denied: write_package',
  createPackage: 'installation not allowed to Create organization package',
  scopes: 'The token provided does not match expected scopes.',
})

/** @type {Switches} */
const DEFAULTS = {
  delayMs: 0,
  deleteStatus: 405,
  emptyIndex: true,
  referrers: '404',
  manifestLagMs: 0,
  listLagMs: 0,
  jitter: undefined,
  pageSize: 100,
  faults: [],
  anonymousPull: false,
  denyText: DENY.writePackage,
}

/**
 * Starts the stand-in, on loopback unless told otherwise. Throws where neither the `docker-registry` program nor an engine is
 * there to run the real registry.
 *
 * @param {{ address?: string, port?: number, tls?: Tls, storage: string, users?: Readonly<Record<string, User>>, switches?: Partial<Switches>, env?: NodeJS.ProcessEnv, image?: string }} options
 *   `address` is an IPv4 address of this machine; `storage` is a folder that must exist, kept between starts; `env` is what
 *   the real registry's program is found with; `image` runs the registry in a container of that image.
 * @returns {Promise<Registry>}
 */
export async function startRegistry({
  address = '127.0.0.1',
  port = 0,
  tls,
  storage,
  users = {},
  switches = {},
  env = process.env,
  image,
}) {
  const backend = await startBackend(storage, env, image)
  /** @type {Seen[]} */
  const seen = []
  const front = new Front(backend.port, new TagBook(storage), new TokenDesk(users), {
    ...DEFAULTS,
    ...switches,
  })
  /** @type {http.RequestListener} */
  const answer = (request, response) => {
    front.handle(request, response, seen).catch((error) => {
      if (response.headersSent) response.destroy()
      else sendError(response, 502, 'UNKNOWN', String(error))
    })
  }
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer)
  server.requestTimeout = 0
  try {
    await listen(server, port, address)
  } catch (error) {
    await backend.stop()
    throw error
  }
  const bound = server.address()
  const host = `${address}:${typeof bound === 'object' && bound ? bound.port : port}`
  return {
    host,
    url: `${tls ? 'https' : 'http'}://${host}`,
    storeUrl: `http://127.0.0.1:${backend.port}`,
    tags: (repository) => readTags({ port: backend.port, agent: front.agent }, front.book, repository),
    requests: () => seen.map((one) => ({ ...one })),
    clearRequests: () => void seen.splice(0),
    set: (changed) => Object.assign(front.switches, changed),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      front.agent.destroy()
      await backend.stop()
    },
  }
}

/** @param {http.Server | https.Server} server @param {number} port @param {string} address */
function listen(server, port, address) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => resolve(undefined))
  })
}
