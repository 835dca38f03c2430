import type { Claims } from '../domain/claims.ts'
import type { Context } from '../domain/context.ts'
import type { Trouble } from '../domain/errors.ts'

/** Who gives GitHub's tokens; an enterprise may have its own path there (docs.github.com, "OpenID Connect reference"). */
export const GITHUB_ISSUER = /^https:\/\/token\.actions\.githubusercontent\.com(?:\/[\w.-]+)?$/
export const GITHUB = 'https://github.com'
/** Who the tokens are for. */
export const AUDIENCE = 'sigstore'
/** Clocks of runners may be wrong, and it is the services that judge a token's time. */
const CLOCK_SKEW_SECONDS = 600

/** That nobody can read a token. */
export function unreadable(why: string): Trouble {
  return {
    found: `The token that says who this job is cannot be used: ${why}.`,
    remedy: 'Write sign: key or sign: off, and report this message.',
  }
}

/**
 * Why a token does not say what the run says of itself; undefined where it does. An earlier step may have changed where tokens are asked for.
 * @param now seconds since the epoch
 */
export function claimsFault(claims: Claims, context: Context, now: number): Trouble | undefined {
  const wrong = (what: string): Trouble => ({
    found: `The token that says who this job is ${what}.`,
    remedy: 'Look at earlier steps that set ACTIONS_ID_TOKEN_REQUEST_URL, and at the clock of the runner.',
  })
  if (claims.aud !== AUDIENCE) return wrong(`is made out to somebody else than ${AUDIENCE}`)
  if (claims.repository.toLowerCase() !== context.repository.toLowerCase())
    return wrong(`is of another repository than ${context.repository}`)
  if (context.serverUrl === GITHUB && !GITHUB_ISSUER.test(claims.iss))
    return wrong('was not issued by GitHub')
  return claims.exp + CLOCK_SKEW_SECONDS < now ? wrong('is over already') : undefined
}

/**
 * Why a token that was asked for later is not the one that is to sign; undefined where it is. A step that runs beside this one may have
 * changed where tokens are asked for since.
 * @param planned what the first one said
 * @param now seconds since the epoch
 */
export function laterFault(
  claims: Claims,
  planned: Claims | undefined,
  context: Context,
  now: number,
): Trouble | undefined {
  const fault = claimsFault(claims, context, now)
  if (fault !== undefined) return fault
  const [other] = LASTING.filter((name) => claims[name] !== planned?.[name])
  if (other === undefined) return undefined
  return {
    found: `The token that says who this job is says something else than before the build: its ${NAMES[other]} is another one.`,
    remedy: 'Look at earlier steps that set ACTIONS_ID_TOKEN_REQUEST_URL.',
  }
}

/** What every token of a job says. */
const LASTING = ['iss', 'repository', 'visibility', 'jobWorkflowRef', 'sha'] as const
const NAMES = {
  iss: 'issuer',
  repository: 'repository',
  visibility: 'visibility of the repository',
  jobWorkflowRef: 'workflow',
  sha: 'commit',
} as const satisfies Readonly<Record<(typeof LASTING)[number], string>>
