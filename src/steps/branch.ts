import { parseConfig } from '../domain/engine.ts'
import { RegistryError, type RegistryErrorKind } from '../domain/errors.ts'
import { type Index, isAttestation, type Manifest } from '../domain/manifest.ts'
import type { Platform } from '../domain/platform.ts'
import type { ImageName, Tag } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { type Origin, parseOrigin, planBranchMove, type RunIdentity } from '../plan/branch.ts'
import type { Move } from '../plan/moves.ts'

/** A publish of a branch. */
export interface BranchPublish {
  readonly image: ImageName
  /** The branch's tag. */
  readonly tag: Tag
  /** The branch's name as git has it, without `refs/heads/`. */
  readonly branch: string
  /** The commit that is published. */
  readonly commit: string
  /** The run of this job, as its context says. */
  readonly run: RunIdentity
}

/** The platform of a configuration is of no interest here. */
const ANY: Platform = { os: 'unknown', architecture: 'unknown' }

const TELLS_NOTHING: readonly RegistryErrorKind[] = ['invalid-answer', 'not-found']

/**
 * Decides whether the branch's tag goes to the published commit: asks the registry what is there, and GitHub where that
 * commit and this one stand in the branch. GitHub is asked with the token of `host.github.use`, and no more than needed.
 * @throws RegistryError where the registry does not say what is there
 */
export async function decideBranch(host: Host, publish: BranchPublish): Promise<Move> {
  const { image, tag, branch, commit, run } = publish
  const held = await originOf(host, image, tag)
  const known = { tag, commit, run, held, head: undefined, compared: undefined }
  if (held === undefined || held.revision === commit) return planBranchMove(known)
  const head = await host.github.branchHead(branch)
  // Without the right to read the head there is none to compare, and each question that hangs takes 10 s.
  const decided = 'unknown' in head || head.value === commit
  if (decided || held.revision === undefined) return planBranchMove({ ...known, head })
  const compared = await host.github.compare(held.revision, commit)
  return planBranchMove({ ...known, head, compared })
}

/**
 * Where the image under a tag comes from, by its annotations, else by the labels of its first platform; undefined where
 * the tag does not exist.
 */
async function originOf(host: Host, image: ImageName, tag: Tag): Promise<Origin | undefined> {
  try {
    const stored = await host.registry.manifest(image, tag)
    if (stored === undefined) return undefined
    const { content } = stored
    const told = parseOrigin(content.annotations)
    return told.revision === undefined ? parseOrigin(await marksOf(host, image, content)) : told
  } catch (error) {
    // What is no image, or one without its configuration, tells nothing, and is to be replaced.
    if (error instanceof RegistryError && TELLS_NOTHING.includes(error.kind)) return parseOrigin({})
    throw error
  }
}

/** Every mark of the image, the outermost of each name first: annotations of the index, of the manifest, labels. */
async function marksOf(
  host: Host,
  image: ImageName,
  content: Index | Manifest,
): Promise<Readonly<Record<string, string>>> {
  const manifest = content.kind === 'manifest' ? content : await firstManifest(host, image, content)
  if (manifest === undefined) return content.annotations
  const labels = await labelsOf(host, image, manifest)
  return { ...labels, ...manifest.annotations, ...content.annotations }
}

async function firstManifest(host: Host, image: ImageName, index: Index): Promise<Manifest | undefined> {
  const first = index.manifests.find((entry) => !isAttestation(entry))
  const stored = first && (await host.registry.manifest(image, first.digest))
  return stored?.content.kind === 'manifest' ? stored.content : undefined
}

/** A configuration that is no JSON, as of a chart or an artifact, has no labels. */
async function labelsOf(
  host: Host,
  image: ImageName,
  { config }: Manifest,
): Promise<Readonly<Record<string, string>>> {
  const text = (await host.registry.blob(image, config)).toString('utf8')
  try {
    return parseConfig(JSON.parse(text), ANY).labels
  } catch {
    return {}
  }
}
