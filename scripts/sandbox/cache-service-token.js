/**
 * What a token may do with the caches of one ref.
 * @typedef {{ scope: string, permission: Permission }} Grant
 * @typedef {'read' | 'write' | 'read-write'} Permission
 *
 * @typedef {object} TokenOptions
 * @property {number} [lifetimeSeconds] From now; a negative one makes an expired token. Six hours where absent.
 * @property {number} [startsInSeconds] How far the token's first second lies ahead; a minute ago where absent.
 */

// The bits of a permission, as in the tokens of real jobs.
const READ = 1
const WRITE = 2
const BITS = Object.freeze({ read: READ, write: WRITE, 'read-write': READ | WRITE })

/**
 * Makes an `ACTIONS_RUNTIME_TOKEN`: a JSON Web Token with a signature of nothing, as clients look at its claims only. The order of the
 * grants is the order in which the service looks for a cache: the job's own ref first, then the base's, then the default branch's.
 *
 * @param {readonly Grant[]} grants None for a job that may not touch the cache.
 * @param {TokenOptions} [options]
 * @returns {string}
 */
export function makeRuntimeToken(grants, { lifetimeSeconds = 6 * 3600, startsInSeconds = -60 } = {}) {
  const now = Math.floor(Date.now() / 1000)
  const scopes = grants.map(({ scope, permission }) => ({ Scope: scope, Permission: BITS[permission] }))
  const claims = {
    // A text of JSON inside the JSON: BuildKit refuses a list.
    ac: JSON.stringify(scopes),
    nbf: now + startsInSeconds,
    exp: now + lifetimeSeconds,
    iss: 'https://token.actions.githubusercontent.com',
    scp: 'Actions.Results:run:job',
  }
  return [{ alg: 'RS256', typ: 'JWT' }, claims, 'unsigned']
    .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
    .join('.')
}

/**
 * The scopes of the token in an `Authorization` header: those that may be read, in the token's order, and the one that is written to.
 * Undefined where there is no token, or one that is malformed, expired or not yet valid.
 *
 * @param {string | undefined} header
 * @returns {{ readable: readonly string[], writable: string | undefined } | undefined}
 */
export function readRuntimeToken(header) {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/i.exec(header ?? '')?.[1]
  if (payload === undefined) return undefined
  try {
    const { ac, nbf, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const now = Date.now() / 1000
    if (now < nbf || now >= exp) return undefined
    /** @type {{ Scope: string, Permission: number }[]} */
    const scopes = JSON.parse(ac)
    return {
      readable: scopes.filter(({ Permission }) => Permission & READ).map(({ Scope }) => Scope),
      writable: scopes.find(({ Permission }) => Permission & WRITE)?.Scope,
    }
  } catch {
    return undefined
  }
}
