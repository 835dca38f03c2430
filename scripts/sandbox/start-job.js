import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Runner } from './runner.js'

export const REPOSITORY = 'example/ghcr-publish'
export const ACTOR = 'octocat'

// What docker is told by the environment of the user's own shell.
const PASSED_ON = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK']

/**
 * @typedef {object} Job
 * @property {string} root The folder of the action.
 * @property {import('./start-workspace.js').Workspace} workspace
 * @property {string} tag
 * @property {string} [branch] Pushed instead of the tag, whose name is an input then.
 * @property {NodeJS.ProcessEnv} env Of the engine.
 * @property {string} password
 * @property {Readonly<Record<string, string>>} inputs
 * @property {(line: string) => void} show
 * @property {Readonly<Record<string, string>>} [variables] More that the job's steps get, such as those of the cache service.
 */

/** A runner with the event of a pushed git tag, or of a pushed branch. @param {Job} job @returns {Runner} */
export function prepareJob({ root, workspace, tag, branch, env, password, inputs, show, variables = {} }) {
  const passed = Object.entries({ ...process.env, ...env }).filter(([name]) => PASSED_ON.includes(name))
  const runner = new Runner({
    action: JSON.parse(readFileSync(join(root, 'dist', 'action.json'), 'utf8')),
    root,
    workspace: workspace.path,
    inputs: branch === undefined ? inputs : { ...inputs, tag },
    github: github(branch === undefined ? `refs/tags/${tag}` : `refs/heads/${branch}`, workspace.sha),
    env: {
      ...Object.fromEntries(passed.map(([name, value]) => [name, value ?? ''])),
      RUNNER_ENVIRONMENT: 'github-hosted',
      GITHUB_ACTION: '__run',
      GITHUB_ACTION_REPOSITORY: '',
      GITHUB_JOB: 'publish',
      GITHUB_WORKFLOW: 'Publish',
      GITHUB_RUN_NUMBER: '1',
      GITHUB_RETENTION_DAYS: '90',
      ...variables,
    },
    onLine: (line, kind) => {
      const text = lineOf(line, kind)
      if (text !== undefined) show(text)
    },
  })
  runner.secrets.add(password)
  return runner
}

/** The github context and payload of `git push origin REF`, of one that was not there. @param {string} ref @param {string} sha */
function github(ref, sha) {
  const [owner = '', name = ''] = REPOSITORY.split('/')
  const repository = {
    id: 1,
    name,
    full_name: REPOSITORY,
    private: false,
    visibility: 'public',
    html_url: `https://github.com/${REPOSITORY}`,
    description: 'An example application',
    default_branch: 'main',
    license: { key: 'mit', spdx_id: 'MIT' },
    owner: { login: owner },
  }
  return {
    actor: ACTOR,
    repository: REPOSITORY,
    event_name: 'push',
    ref,
    sha,
    workflow_ref: `${REPOSITORY}/.github/workflows/publish-container.yml@${ref}`,
    event: {
      ref,
      before: '0'.repeat(40),
      after: sha,
      created: true,
      deleted: false,
      forced: false,
      base_ref: null,
      head_commit: { id: sha },
      pusher: { name: ACTOR },
      sender: { login: ACTOR },
      repository,
    },
  }
}

/** A line of the log as GitHub shows it, for a terminal. @param {string} line @param {import('./runner-output.js').Kind} kind */
function lineOf(line, kind) {
  if (kind === 'debug' || kind === 'endgroup') return undefined
  if (kind === 'text') return `  ${line}`
  if (kind === 'group') return `▸ ${line}`
  return `  ${{ error: '✗ Error', warning: '! Warning', notice: 'i Notice' }[kind]}: ${line}`
}
