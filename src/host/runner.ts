import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { cacheRight } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'
import { defuse } from '../domain/text.ts'
import { clock } from './clock.ts'
import { askForToken } from './idtoken.ts'

/** The runner: inputs, state, outputs, masks and the result of the step. The only file that knows @actions/core's side. */
export interface Runner {
  /** An input as written, trimmed; '' where it was not given. */
  input(name: string): string
  readonly context: Context
  /** Hides a value in all later output of the job. Lines of a value that are too short to hide stay readable. */
  mask(value: string): void
  /** State for post, under one key; visible in debug logs, so never a secret. */
  saveState(value: string): void
  readState(): string | undefined
  setOutput(name: string, value: string): void
  /** Adds Markdown to the job's summary. */
  summary(markdown: string): Promise<void>
  /** Fails the step with a message. */
  fail(message: string): void
  /**
   * A new token that says who this job is, made out to `audience`; it is hidden in the log.
   * @throws PolicyError where the job may have none, CommandError where GitHub gives none at the moment
   */
  idToken(audience: string): Promise<string>
  /** A variable of the step's environment. */
  environment(name: string): string | undefined
}

const STATE = 'ghcr-publish'
const SUMMARY_LIMIT = 900 * 1024
/** The runner masks each line of a value on its own; hiding every `1` or `}` would ruin the log. */
const SHORTEST_MASK = 4

/** Reads the runner's side from the environment of this process. */
export function createRunner(env: NodeJS.ProcessEnv = process.env): Runner {
  return {
    input: (name) => core.getInput(name),
    context: readContext(env),
    mask(value) {
      const lines = value.split(/[\r\n]+/).map((line) => line.trim())
      if (lines.every((line) => line === '' || line.length >= SHORTEST_MASK)) return core.setSecret(value)
      for (const line of lines) if (line.length >= SHORTEST_MASK) core.setSecret(line)
    },
    saveState: (value) => core.saveState(STATE, value),
    readState: () => core.getState(STATE) || undefined,
    setOutput: (name, value) => core.setOutput(name, value),
    async summary(markdown) {
      if (!env.GITHUB_STEP_SUMMARY) return
      await core.summary.addRaw(cut(markdown), true).write()
    },
    fail: (message) => core.setFailed(message.split('\n').map(defuse).join('\n')),
    async idToken(audience) {
      const token = await askForToken({ ask: () => core.getIDToken(audience), sleep: clock.sleep })
      // The whole is hidden by @actions/core already; programs also print parts.
      for (const part of token.split('.')) core.setSecret(part)
      return token
    },
    environment: (name) => env[name],
  }
}

/** A summary above 1 MiB is dropped whole by the runner (FileCommandManager.cs). */
function cut(markdown: string): string {
  const bytes = Buffer.from(markdown)
  if (bytes.length <= SUMMARY_LIMIT) return markdown
  return `${bytes.subarray(0, SUMMARY_LIMIT).toString('utf8')}\n\nThe rest of this summary was too long.`
}

function readContext(env: NodeJS.ProcessEnv): Context {
  return {
    event: env.GITHUB_EVENT_NAME ?? '',
    payload: readPayload(env.GITHUB_EVENT_PATH),
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
    repository: env.GITHUB_REPOSITORY ?? '',
    actor: env.GITHUB_ACTOR ?? '',
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    temp: env.RUNNER_TEMP || '/tmp',
    toolCache: env.RUNNER_TOOL_CACHE || env.RUNNER_TEMP || '/tmp',
    serverUrl: (env.GITHUB_SERVER_URL || 'https://github.com').replace(/\/+$/, ''),
    apiUrl: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''),
    workflow: workflowFile(env.GITHUB_WORKFLOW_REF),
    runNumber: runNumber(env.GITHUB_RUN_NUMBER),
    hosted: env.RUNNER_ENVIRONMENT === 'github-hosted',
    cacheService: cacheService(env),
    idToken: Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN),
  }
}

function readPayload(path: string | undefined): unknown {
  if (!path) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Both the file's name and the ref behind it may hold an `@`; a workflow's file ends in .yml or .yaml. */
function workflowFile(ref: string | undefined): string | undefined {
  return /^(.+?\.ya?ml)@./.exec(ref ?? '')?.[1]
}

function runNumber(text: string | undefined): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : undefined
}

/** The job may do what its token says, and what its `cache-mode` leaves of that (runner 2.336, ACTIONS_CACHE_MODE). */
function cacheService(env: NodeJS.ProcessEnv): Context['cacheService'] {
  const token = env.ACTIONS_RUNTIME_TOKEN
  if (!token || !(env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL)) return 'none'
  const mode = env.ACTIONS_CACHE_MODE?.toLowerCase()
  if (mode === 'none' || mode === 'write-only') return 'none'
  const right = cacheRight(token, Date.now())
  return mode?.startsWith('read') && right === 'write' ? 'read' : right
}
