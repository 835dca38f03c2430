import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/**
 * The `github` context of a job; what is left out gets the value of a plain push by `octocat`.
 * @typedef {object} GitHub
 * @property {string} [token]
 * @property {string} [actor]
 * @property {string} [repository]
 * @property {string} [event_name]
 * @property {object} [event] The webhook payload.
 * @property {string} [ref]
 * @property {string} [sha]
 * @property {string} [server_url]
 * @property {string} [api_url]
 * @property {string} [run_id]
 * @property {string} [run_attempt]
 * @property {string} [workflow_ref]
 * @property {string} [base_ref]
 * @property {string} [head_ref]
 *
 * @typedef {{ inputs?: Readonly<Record<string, { default?: string } | null>>, runs: { main: string, post?: string, 'post-if'?: string } }} Action
 *   The parsed action.yml, as far as the runner reads it.
 */

/** @type {Readonly<Required<GitHub>>} */
const PUSH = {
  token: '',
  actor: 'octocat',
  repository: 'octocat/hello-world',
  event_name: 'push',
  event: {},
  ref: 'refs/heads/main',
  sha: '0000000000000000000000000000000000000000',
  server_url: 'https://github.com',
  api_url: 'https://api.github.com',
  run_id: '1',
  run_attempt: '1',
  workflow_ref: 'octocat/hello-world/.github/workflows/publish.yml@refs/heads/main',
  base_ref: '',
  head_ref: '',
}

// The runner gives the token to nobody and the payload as a file.
const NOT_EXPORTED = new Set(['token', 'event'])

/** @param {GitHub} github @returns {Required<GitHub>} */
export const completed = (github) => ({ ...PUSH, ...github })

/**
 * The variables that the runner sets for every step.
 * @param {{ github: Required<GitHub>, temp: string, workspace: string, paths: readonly string[], trackingId: string }} job
 * @returns {Record<string, string>}
 */
export function jobVariables({ github, temp, workspace, paths, trackingId }) {
  const exported = Object.entries(github).filter(([name]) => !NOT_EXPORTED.has(name))
  const eventPath = join(temp, 'event.json')
  writeFileSync(eventPath, JSON.stringify(github.event))
  return {
    PATH: [...paths]
      .reverse()
      .concat(process.env.PATH ?? '')
      .join(delimiter),
    HOME: homedir(),
    ...Object.fromEntries(exported.map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)])),
    GITHUB_REF_NAME: github.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: github.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY_OWNER: github.repository.split('/')[0] ?? '',
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    GITHUB_ACTIONS: 'true',
    CI: 'true',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: join(dirname(temp), 'tools'),
    RUNNER_WORKSPACE: workspace,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_NAME: 'sandbox',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TRACKING_ID: trackingId,
  }
}

/**
 * The `INPUT_*` variables: what the workflow gave, else the default of action.yml with its expressions filled in. Only spaces
 * are replaced in a name (Handler.cs). Throws where the workflow gives an input that the action does not declare, which
 * the runner only warns about: in a test it is a mistake.
 * @param {Action} action @param {Readonly<Record<string, string>>} given
 * @param {Readonly<Record<string, object>>} contexts Those of an expression: github, runner, job.
 * @returns {Record<string, string>}
 */
export function inputVariables(action, given, contexts) {
  const declared = action.inputs ?? {}
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  const known = new Set(Object.keys(declared).map((name) => name.toLowerCase()))
  const unknown = [...values.keys()].filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}'`)
  const entries = Object.entries(declared).map(([name, row]) => {
    const value = values.get(name.toLowerCase()) ?? evaluate(String(row?.default ?? ''), contexts)
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]
  })
  return Object.fromEntries(entries)
}

/**
 * Fills in `${{ context.property }}`, the only kind of expression that our defaults have. Throws at any other kind.
 * @param {string} text @param {Readonly<Record<string, object>>} contexts
 */
export function evaluate(text, contexts) {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression) => {
    const [, context = '', property = ''] = /^([a-z]+)\.([a-z_]+)$/.exec(expression) ?? []
    const values = new Map(Object.entries(contexts[context] ?? {}))
    if (!values.has(property))
      throw new Error(`The expression '${expression}' is not one that this runner can evaluate`)
    return String(values.get(property) ?? '')
  })
}

/** @param {string} condition A `post-if`. @param {'success' | 'failure' | 'cancelled'} status Of the job. */
export function holds(condition, status) {
  if (condition === 'always()') return true
  if (condition === '!cancelled()') return status !== 'cancelled'
  if (/^(success|failure|cancelled)\(\)$/.test(condition)) return condition.startsWith(status)
  throw new Error(`The condition '${condition}' is not one that this runner can evaluate`)
}
