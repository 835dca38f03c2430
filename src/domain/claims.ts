import { parseCommitId } from './github.ts'

/** What GitHub says of a job in its token (docs.github.com, "OpenID Connect reference", the token's claims). */
export interface Claims {
  /** The issuer, an https address. */
  readonly iss: string
  /** Who the token is made out to. */
  readonly aud: string
  /** When it is over, in seconds since the epoch. */
  readonly exp: number
  /** `owner/repo` whose workflow runs. */
  readonly repository: string
  readonly visibility: 'public' | 'private' | 'internal'
  /**
   * The file that the job's steps stand in, with its ref, as in `owner/repo/.github/workflows/publish.yml@refs/tags/v1`. It is in another
   * repository where a reusable workflow is called.
   */
  readonly jobWorkflowRef: string
  /** The commit that the run is for: `GITHUB_SHA`. */
  readonly sha: string
}

const TOKEN_LIMIT = 64 * 1024
/** Three parts in base64url (RFC 7515, section 7.1). */
const JWT = /^[\w-]+\.([\w-]+)\.[\w-]+$/
const FORMS = {
  iss: /^https:\/\/[^\s\p{Cc}]{1,500}$/u,
  aud: /^[^\p{Cc}]{1,500}$/u,
  repository: /^[\w.-]{1,200}\/[\w.-]{1,200}$/,
  repository_visibility: /^(?:public|private|internal)$/,
  job_workflow_ref: /^[\w.-]{1,200}\/[\w.-]{1,200}\/[^\s\p{Cc}]{1,1000}@[^\s\p{Cc}]{1,1000}$/u,
} as const

/** Whether a text has the form of a token. */
export function isToken(text: string): boolean {
  return text.length <= TOKEN_LIMIT && JWT.test(text)
}

/**
 * Reads the claims of a job's token. Its signature is not checked: it is for tokens that come from GitHub's own service over a
 * connection of our own, never for one that somebody hands in.
 * @returns the claims, or what is wrong with them, in words
 */
export function readClaims(token: string): Claims | { readonly wrong: string } {
  const json = isToken(token) ? parse(JWT.exec(token)?.[1] ?? '') : undefined
  if (json === undefined) return { wrong: 'it is no token of the form header.claims.signature' }
  const bad = Object.entries(FORMS).find(([name, form]) => !matches(json[name], form))?.[0]
  if (bad !== undefined)
    return { wrong: `its claim ${bad} is absent, or not of the form that GitHub gives it` }
  const sha = parseCommitId(json.sha)
  if (sha === undefined) return { wrong: 'its claim sha is absent, or no commit' }
  if (!Number.isSafeInteger(json.exp)) return { wrong: 'its claim exp is absent, or no time' }
  return {
    iss: String(json.iss),
    aud: String(json.aud),
    exp: Number(json.exp),
    repository: String(json.repository),
    visibility: json.repository_visibility as Claims['visibility'],
    jobWorkflowRef: String(json.job_workflow_ref),
    sha,
  }
}

function matches(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value)
}

function parse(base64url: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    )
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
