import type { CacheService } from '../../scripts/sandbox/cache-service.js'
import { makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { type Leg, REPOSITORY } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { SMALL, succeeded } from './trouble.ts'

/** Two steps that work, and between them a file that changes. */
const Dockerfile = `FROM scratch AS tools
COPY bin/amd64/busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox dd if=/dev/urandom of=/big bs=1k count=300"]
FROM tools
COPY docs /docs
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox cp /docs /copy"]
COPY app /app
ENTRYPOINT ["/app"]
`

/** A token of a job on main. */
export const token = (permission: 'read' | 'read-write' = 'read-write') =>
  makeRuntimeToken([{ scope: 'refs/heads/main', permission }])

/** An image whose builds are worth a cache. */
export interface Cached {
  readonly workspace: Workspace
  /** Publishes a new commit, with all that was changed. */
  run(inputs?: Job['inputs'], env?: Job['env'], more?: Partial<Job>): Promise<JobResult>
  tags(): Promise<readonly string[]>
}

let packages = 0

/**
 * Makes one, in a package of its own: no test finds what another one has written.
 * @param service what its jobs ask where they are told nothing else
 */
export function cachedImage(
  leg: Leg,
  service: () => CacheService,
  files: Readonly<Record<string, string>> = {},
): Cached {
  const number = ++packages
  const image = `${leg.image}-cache-${number}`
  const workspace = leg.workspace({ Dockerfile, ...files })
  return {
    workspace,
    async run(inputs = {}, env = service().env(token()), more = {}) {
      workspace.commit('Next')
      return publish({
        ...{ leg, workspace, env },
        inputs: { ...SMALL, cache: 'registry,gha', image, smoke: 'off', ...inputs },
        ...more,
      })
    },
    tags: async () => Object.keys(await leg.reader.tags(`${REPOSITORY}-cache-${number}`)),
  }
}

/** How the layers and steps of a build did, as the output `json` tells. */
export interface BuildJson {
  readonly steps: readonly { readonly ran: number; readonly cached: number }[]
  readonly caches: readonly { readonly layer: string; readonly use: string; readonly state: string }[]
}

/** What a job that published tells of its build. Others may run at the same time, so what it left is not looked at. */
export function buildOf(job: JobResult): BuildJson {
  if (job.status !== 'success') throw new Error(`The job ended as ${job.status}:\n${job.log.slice(-6000)}`)
  return (JSON.parse(job.outputs.json ?? '{}') as { build: BuildJson }).build
}

/** Steps that ran, and steps that came from a cache. */
export function steps(job: JobResult): readonly [ran: number, cached: number] {
  succeeded(job)
  return countsOf(job)
}

/** The same of jobs that run beside others. */
export function countsOf(job: JobResult): readonly [ran: number, cached: number] {
  const counts = buildOf(job).steps
  return [sum(counts.map(({ ran }) => ran)), sum(counts.map(({ cached }) => cached))]
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
