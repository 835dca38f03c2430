import { type Comparison, type GitHubAnswer, parseCommitId } from '../domain/github.ts'
import { defuse } from '../domain/text.ts'

/**
 * The API of the server that runs the job, asked about the job's repository. It never throws: without the right to read, or
 * without an answer in 10 s, the answer is `unknown` with the reason.
 */
export interface GitHub {
  /** From now on asks with the job's token; with undefined, as before the first call, nothing is asked. */
  use(token: string | undefined): void
  /** The commit at the head of a branch now; the name without `refs/heads/`. */
  branchHead(branch: string): Promise<GitHubAnswer<string>>
  /** Where the commit `head` stands, seen from the commit `base`. */
  compare(base: string, head: string): Promise<GitHubAnswer<Comparison>>
  /** The files that differ between two commits, where the second is ahead of the first; at most 299. */
  changedFiles(base: string, head: string): Promise<GitHubAnswer<readonly string[]>>
  /** The commit that a git tag points at, also through an annotated tag; the name without `refs/tags/`. */
  gitTag(tag: string): Promise<GitHubAnswer<string>>
}

/** An answer of the API: its status, and its body as JSON where it is JSON. */
interface Reply {
  readonly status: number
  readonly data: unknown
}

/** Asks for a path in the repository; `{name}` in it stands for a parameter. */
type Get = (
  path: string,
  parameters: Readonly<Record<string, string | number>>,
) => Promise<Reply | { readonly unknown: string }>

/** What a ref or an annotated tag points at. */
interface GitObject {
  readonly type: unknown
  readonly id: string
}

const TIME_LIMIT = 10_000
/** Tags of tags are possible and hardly used. */
const DEEPEST = 5
/** It lists 300 and does not say whether there are more. */
const MOST_FILES = 299
const STATUSES: readonly Comparison[] = ['ahead', 'behind', 'identical', 'diverged']
const UNREADABLE = { unknown: 'it sent an answer that cannot be read' }
const NO_COMMIT = { unknown: 'the git tag points at no commit' }
/** Octokit's own words would go to the console, which the runner reads for commands. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

/** Asks over octokit, as actions do, with the proxies of the runner. It is loaded with the first question only. */
export function createGitHub(
  { apiUrl, repository }: { readonly apiUrl: string; readonly repository: string },
  timeLimitMs = TIME_LIMIT,
): GitHub {
  let token: string | undefined
  const ask = async <T>(question: (get: Get) => Promise<GitHubAnswer<T>>): Promise<GitHubAnswer<T>> => {
    if (token === undefined) return { unknown: 'there is no token of the job' }
    const signal = AbortSignal.timeout(timeLimitMs)
    try {
      return await question(await open(apiUrl, repository, token, signal))
    } catch (error) {
      if (signal.aborted) return { unknown: `no answer in ${timeLimitMs / 1000} s` }
      return { unknown: `it cannot be asked: ${defuse(reasonOf(error))}` }
    }
  }
  return {
    use(given) {
      token = given
    },
    branchHead: (branch) => ask(async (get) => commitOf(get, await find(get, `heads/${branch}`))),
    compare: (base, head) => ask((get) => comparison(get, base, head)),
    changedFiles: (base, head) => ask((get) => differences(get, base, head)),
    gitTag: (tag) => ask(async (get) => commitOf(get, await find(get, `tags/${tag}`))),
  }
}

/**
 * Loads octokit, and makes the one way in which it is used here.
 * @throws Error where nothing answers, or the time is over
 */
async function open(apiUrl: string, repository: string, token: string, signal: AbortSignal): Promise<Get> {
  const { getOctokit } = await import('@actions/github')
  const octokit = getOctokit(token, { baseUrl: apiUrl })
  const [owner = '', repo = ''] = repository.split('/')
  return async (path, parameters) => {
    const request = { signal, log: SILENT }
    const { url, status, data } = await octokit
      .request(`GET /repos/{owner}/{repo}/${path}`, { owner, repo, ...parameters, request })
      .catch(refusalOf)
    // Octokit takes a body that was cut off for an empty one.
    signal.throwIfAborted()
    // A redirect is followed without the token; what another server says counts for nothing.
    if (new URL(url).origin !== new URL(apiUrl).origin) return { unknown: 'it sends to another server' }
    return { status, data }
  }
}

/** Octokit throws for an answer of 400 and above, and keeps the answer. */
function refusalOf(error: unknown): Reply & { readonly url: string } {
  const { response } = (error ?? {}) as { readonly response?: Reply & { readonly url: string } }
  if (response === undefined) throw error
  return response
}

/** The first cause: a fetch that failed says of itself no more than that. */
function reasonOf(error: unknown, depth = 0): string {
  const cause = part(error, 'cause')
  if (cause !== undefined && depth < 5) return reasonOf(cause, depth + 1)
  // Where several addresses were tried, there is a code only.
  return String(part(error, 'message') || part(error, 'code') || error)
}

/** What a ref points at. Absent refs are told from missing rights: this endpoint answers an empty list, not 404. */
async function find(get: Get, ref: string): Promise<GitHubAnswer<GitObject>> {
  const reply = await get('git/matching-refs/{ref}', { ref })
  if ('unknown' in reply) return reply
  if (reply.status !== 200) return answered(reply)
  if (!Array.isArray(reply.data)) return UNREADABLE
  // It lists every ref that begins so.
  const found: unknown = reply.data.find((one: unknown) => part(one, 'ref') === `refs/${ref}`)
  return found === undefined ? { value: undefined } : objectIn(found)
}

/** The commit behind any number of annotated tags. */
async function commitOf(get: Get, found: GitHubAnswer<GitObject>): Promise<GitHubAnswer<string>> {
  let answer = found
  for (let depth = 0; depth <= DEEPEST; depth++) {
    if ('unknown' in answer) return answer
    if (answer.value === undefined) return { value: undefined }
    const { type, id } = answer.value
    if (type === 'commit') return { value: id }
    if (type !== 'tag') return NO_COMMIT
    const reply = await get('git/tags/{id}', { id })
    if ('unknown' in reply) return reply
    answer = reply.status === 200 ? objectIn(reply.data) : answered(reply)
  }
  return NO_COMMIT
}

async function comparison(get: Get, base: string, head: string): Promise<GitHubAnswer<Comparison>> {
  // The commits between them are not asked for.
  const reply = await get('compare/{commits}', { commits: `${base}...${head}`, per_page: 1 })
  if ('unknown' in reply) return reply
  if (reply.status === 404 && /no common ancestor/i.test(String(part(reply.data, 'message')))) {
    return { value: 'diverged' }
  }
  if (reply.status !== 200) return answered(reply)
  const status = part(reply.data, 'status')
  const known = STATUSES.find((one) => one === status)
  return known === undefined ? UNREADABLE : { value: known }
}

/** GitHub lists 300 files and no more, and where the commits have diverged not those between the two. */
async function differences(get: Get, base: string, head: string): Promise<GitHubAnswer<readonly string[]>> {
  const reply = await get('compare/{commits}', { commits: `${base}...${head}`, per_page: 1 })
  if ('unknown' in reply) return reply
  if (reply.status !== 200) return answered(reply)
  const [status, files] = [part(reply.data, 'status'), part(reply.data, 'files')]
  if (!Array.isArray(files)) return UNREADABLE
  if (status !== 'ahead' && status !== 'identical') return { unknown: 'the commits do not follow each other' }
  if (files.length > MOST_FILES) return { unknown: `more than ${MOST_FILES} files changed` }
  return {
    value: files.flatMap((file) => [part(file, 'filename'), part(file, 'previous_filename')]).filter(isText),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function answered({ status }: Reply): { readonly unknown: string } {
  return { unknown: `it answered ${status}` }
}

function objectIn(holder: unknown): GitHubAnswer<GitObject> {
  const object = part(holder, 'object')
  const id = parseCommitId(part(object, 'sha'))
  return id === undefined ? UNREADABLE : { value: { type: part(object, 'type'), id } }
}

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
