/** What the runner says about this job: read once from the environment, then only passed. */
export interface Context {
  /** `GITHUB_EVENT_NAME`. */
  readonly event: string
  /** The parsed webhook payload; hostile, read through narrow questions only. */
  readonly payload: unknown
  /** `GITHUB_REF`, as in `refs/tags/v1.2.3`; empty where the event has none. */
  readonly ref: string
  /** `GITHUB_SHA`. */
  readonly sha: string
  /** `owner/repo` as GitHub writes it, possibly upper-case. */
  readonly repository: string
  readonly actor: string
  readonly workspace: string
  /** `RUNNER_TEMP`. */
  readonly temp: string
  /** `RUNNER_TOOL_CACHE`, a folder that persistent runners keep. */
  readonly toolCache: string
  readonly serverUrl: string
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly apiUrl: string
  /**
   * The workflow's file without its ref, as in `octocat/hello-world/.github/workflows/publish.yml` (of
   * `GITHUB_WORKFLOW_REF`).
   */
  readonly workflow: string | undefined
  /** `GITHUB_RUN_NUMBER`: counts the runs of one workflow from 1; a run that is run again keeps its number. */
  readonly runNumber: number | undefined
  /** Whether the runner is GitHub's own (`RUNNER_ENVIRONMENT=github-hosted`). */
  readonly hosted: boolean
  /** Whether the Actions cache service v2 can be reached with a token of this job. */
  readonly cacheService: 'none' | 'read' | 'write'
  /** Whether the job may have tokens that say who it is (`id-token: write`): `ACTIONS_ID_TOKEN_REQUEST_URL` and its `_TOKEN` are there. */
  readonly idToken: boolean
}
