import { isToken } from '../domain/claims.ts'
import { CommandError, PolicyError } from '../domain/errors.ts'
import { defuse } from '../domain/text.ts'

/** What to write so that a job may have tokens that say who it is. */
const RIGHT =
  'Add it to the job: `permissions: { contents: read, packages: write, id-token: write }`. A reusable workflow has no more than its caller gives.'
const REMEDY = 'Run the job again; if it stays so, look at https://www.githubstatus.com.'
const TRIES = 3
const FIRST_WAIT = 1_000
/** A token takes some hundred milliseconds; @actions/core itself waits up to 10 s in all where GitHub is overloaded. */
const TRY_LIMIT = 20_000

/** How a token is asked for. */
export interface TokenQuestion {
  /** Asks once, by getIDToken of @actions/core. */
  readonly ask: () => Promise<string>
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly tryLimitMs?: number
}

/**
 * Asks for a token, and again where GitHub is in trouble.
 * @throws PolicyError where the job may have none, CommandError where GitHub gives none
 */
export async function askForToken({ ask, sleep, tryLimitMs = TRY_LIMIT }: TokenQuestion): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await inTime(ask(), tryLimitMs).then(checked, judge)
    if (typeof answer === 'string') return answer
    if (!answer.passing || attempt === TRIES) throw answer.error
    await sleep(FIRST_WAIT * 3 ** (attempt - 1))
  }
}

interface Failure {
  readonly error: Error
  /** Whether another try may help. */
  readonly passing: boolean
}

/** @param answer foreign: @actions/core gives whatever JSON holds */
function checked(answer: unknown): string | Failure {
  if (typeof answer === 'string' && isToken(answer)) return answer
  const found = "GitHub's answer to the question for a token of this job is no token (JWT)."
  return { error: new CommandError({ found, remedy: REMEDY }), passing: false }
}

/** By the words of @actions/core, which throws nothing but those (lib/oidc-utils.js). */
function judge(cause: unknown): Failure {
  const words = cause instanceof Error ? cause.message : String(cause)
  if (/Unable to get ACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)/.test(words)) {
    const found = 'The right `id-token: write` is missing: this job may have no token that says who it is.'
    return { error: new PolicyError({ found, remedy: RIGHT }, { cause }), passing: false }
  }
  const status = Number(/Error Code : (\d{3})\b/.exec(words)?.[1] ?? 0)
  if (status === 401 || status === 403) {
    const found = `GitHub refuses this job a token that says who it is (status ${status}).`
    return { error: new PolicyError({ found, remedy: RIGHT }, { cause }), passing: false }
  }
  const said = defuse((/Error Message: ([\s\S]*)/.exec(words)?.[1] ?? words).replace(/\s+/g, ' ')).slice(
    0,
    300,
  )
  const found = `GitHub gives no token that says who this job is: ${status === 0 ? said : `status ${status}, ${said}`}.`
  const passing =
    status >= 500 || [408, 425, 429].includes(status) || (status === 0 && !/ID Token field/.test(words))
  return { error: new CommandError({ found, remedy: REMEDY }, { cause }), passing }
}

/** @actions/core waits three minutes for an answer; a question that is given up ends with the step. */
async function inTime(question: Promise<string>, milliseconds: number): Promise<string> {
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds)
  })
  return Promise.race([question, late]).finally(() => clearTimeout(limit))
}
