import type { InputFault } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Commit } from '../../plan/labels.ts'

/** What is built, on the disk: paths are absolute. */
export interface Workspace {
  readonly context: string
  readonly file: string
  readonly commit: Commit
}

const CHECKOUT = 'Add a step with actions/checkout before this one.'

/** Finds context, Dockerfile and commit; or says which inputs name what is not there. */
export async function readWorkspace(host: Host, inputs: Inputs): Promise<Workspace | readonly InputFault[]> {
  const places = await findPlaces(host, inputs)
  if (!('context' in places)) return places
  return { ...places, commit: await readCommit(host, places.context, host.runner.context.sha) }
}

/** Finds context and Dockerfile; or says which inputs name what is not there. */
export async function findPlaces(
  host: Host,
  inputs: Inputs,
): Promise<Omit<Workspace, 'commit'> | readonly InputFault[]> {
  const { workspace } = host.runner.context
  const context = await host.files.insideWorkspace(workspace, inputs.build.context)
  if (context === undefined) return [noContext(inputs.build.context, await host.files.list(workspace))]
  const file = await findDockerfile(host, inputs, context)
  if (file === undefined) return [noDockerfile(inputs.build.file, await host.files.list(context))]
  return { context, file }
}

/** HEAD of the checkout; the event's commit only where there is no checkout. */
async function readCommit(host: Host, context: string, sha: string): Promise<Commit> {
  const head = await host.git.head(context)
  if (head === undefined) return { sha, time: undefined }
  return { sha: head, time: await host.git.commitTime(context, head) }
}

async function findDockerfile(host: Host, inputs: Inputs, context: string): Promise<string | undefined> {
  const { workspace } = host.runner.context
  const { file } = inputs.build
  const candidates = file === undefined ? [`${context}/Dockerfile`, `${context}/Dockerfile.example`] : [file]
  for (const candidate of candidates) {
    const path = await host.files.insideWorkspace(workspace, candidate)
    if (path !== undefined && (await host.files.kind(path)) === 'file') return path
  }
  return undefined
}

function noContext(context: string, found: readonly string[]): InputFault {
  return {
    input: 'context',
    found: `'${context}' is no folder of the workspace, which ${holds(found)}.`,
    allowed: 'a folder of the workspace',
    remedy: found.length === 0 ? CHECKOUT : `If files are missing: ${CHECKOUT}`,
  }
}

function noDockerfile(file: string | undefined, found: readonly string[]): InputFault {
  const what = file === undefined ? 'neither Dockerfile nor Dockerfile.example is' : `'${file}' is not a file`
  return {
    input: 'file',
    found: `${what} in the workspace; the context ${holds(found)}.`,
    allowed: 'a file of the workspace',
    remedy:
      found.length === 0
        ? CHECKOUT
        : 'Write file: with the path of the Dockerfile, relative to the workspace.',
  }
}

function holds(found: readonly string[]): string {
  if (found.length === 0) return 'is empty'
  const shown = found.slice(0, 12).join(', ')
  return `holds ${found.length > 12 ? `${shown} and ${found.length - 12} more` : shown}`
}
