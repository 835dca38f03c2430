import type { Context } from '../domain/context.ts'
import type { Digest } from '../domain/digest.ts'
import { InputError, type InputFault, PolicyError } from '../domain/errors.ts'
import { parseCommitId } from '../domain/github.ts'
import type { RegistryFacts } from '../domain/listing.ts'
import { formatImageName, type ImageName, type Tag } from '../domain/reference.ts'
import { type Permission, planEvent } from './events.ts'
import { judgeExisting, type Publishing } from './existing.ts'
import { type PromoteInputs, parsePromoteInputs } from './inputs/promote.ts'
import { type SourceFacts, textOf, versionName } from './promote-version.ts'
import type { Published } from './published.ts'
import { planTags, type TagPlan } from './tags.ts'
import { credentialsFor, type Target } from './target.ts'

/** What is promoted, the same for every target. */
export interface Promotion {
  readonly tags: TagPlan
  readonly publishing: Publishing & { readonly digest: Digest }
}

/** The tags of a version depend on no event, and on no branch. */
const ANY_EVENT: Permission = {
  ...{ kind: 'dry-run', reason: '', login: 'none', pullRequest: undefined },
  cacheWrite: { gha: false, registry: false },
}
const NO_COMMIT = '0'.repeat(40)

/**
 * Parses every input, and the names of tags where the version is among them.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
export function requirePromoteInputs(
  get: (name: string) => string,
  context: Context,
  more: readonly InputFault[] = [],
): PromoteInputs {
  const faults: InputFault[] = []
  const { from, ...inputs } = parsePromoteInputs(get, faults)
  const { tag } = inputs.promotion
  const tags = tag === undefined ? undefined : nameTags(inputs.promotion, context, tag, undefined)
  if (tags !== undefined && 'faults' in tags) faults.push(...tags.faults)
  faults.push(...more)
  if (from === undefined || faults.length > 0) throw new InputError(faults)
  return { from, ...inputs }
}

/**
 * What the event may do, and who the run is at both ends.
 * @throws PolicyError where the event may do nothing here
 */
export function planEnds(
  { from, promotion, registry }: PromoteInputs,
  context: Context,
): Pick<Target, 'policy' | 'credentials' | 'notices'> {
  const policy = planEvent(context, promotion.dryRun)
  if (policy.kind === 'refuse') throw new PolicyError({ found: policy.reason, remedy: policy.remedy })
  if (policy.kind === 'publish' && policy.pullRequest !== undefined) {
    throw new PolicyError({
      found: `Pull request ${policy.pullRequest} may not promote: versions are moved by what is merged.`,
      remedy: 'Remove dry-run: false, and promote on: release or workflow_dispatch.',
    })
  }
  if (policy.login === 'none') return { policy, credentials: [], notices: [] }
  const registries = [from.image, ...promotion.to].map((image) => image.registry)
  return { policy, ...credentialsFor(registries, registry, context) }
}

/**
 * Plans what is promoted.
 * @throws InputError where the source is not what the inputs say, or has no version
 */
export function planPromotion(inputs: PromoteInputs, context: Context, facts: SourceFacts): Promotion {
  const { promotion, from } = inputs
  const faults: InputFault[] = []
  if (promotion.digest !== undefined && promotion.digest !== facts.digest) {
    faults.push({
      input: 'digest',
      found: `${textOf(from)} is ${facts.digest} now.`,
      allowed: promotion.digest,
      remedy: 'Look at who moved the tag, and promote the digest that was tested.',
    })
  }
  if (facts.withdrawn !== undefined) {
    faults.push({
      input: 'from',
      found: `${facts.digest} was withdrawn as ${facts.withdrawn}.`,
      remedy: 'Promote another version, or publish this one again first.',
    })
  }
  const revision = parseCommitId(facts.revision)
  const name = versionName(inputs, facts)
  const tags = typeof name === 'string' ? nameTags(promotion, context, name, revision) : { faults: [name] }
  if ('faults' in tags) faults.push(...tags.faults)
  if ('faults' in tags || faults.length > 0) throw new InputError(faults)
  const { digest, platforms } = facts
  const how = { commit: revision ?? '', attested: false, overwrite: promotion.overwrite }
  return { tags, publishing: { fixed: tags.fixed, digest, platforms, ...how } }
}

function nameTags(
  promotion: PromoteInputs['promotion'],
  context: Context,
  tag: string,
  commit: string | undefined,
) {
  const identity = { ...promotion, tag, image: undefined, tagPrefix: undefined }
  const tags = planTags(identity, context, ANY_EVENT, commit ?? NO_COMMIT)
  return 'faults' in tags || commit !== undefined ? tags : { ...tags, commit: undefined }
}

/** A target, and what it has. */
export interface TargetFacts {
  readonly image: ImageName
  readonly registry: RegistryFacts
}

/** Targets that have the version already, as another image. */
export function refusals({ publishing }: Promotion, targets: readonly TargetFacts[]): readonly InputFault[] {
  return targets.flatMap(({ image, registry: { held, listing } }) => {
    const existing = judgeExisting(publishing, held, listing)
    if (existing.kind !== 'refuse') return []
    return [{ ...existing.fault, found: `${formatImageName(image)}: ${existing.fault.found}` }]
  })
}

/** Every tag that a promotion may write. */
export function tagsOf({ fixed, moving, extra, commit }: TagPlan): readonly Tag[] {
  const all = [...fixed, ...moving.map(({ tag }) => tag), ...extra, ...(commit === undefined ? [] : [commit])]
  return [...new Set(all)]
}

/** What post needs to put the tags of a target back. It looks at nothing else: main has read everything back. */
export function leftToPost(image: ImageName, { tags, publishing }: Promotion): Published {
  const { digest, commit, fixed } = publishing
  return {
    // Platforms may be of a kind that no build of ours has, and nobody asks for them again.
    ...{ image, digest, commit, fixed, platforms: [] },
    ...{ tags: tagsOf(tags), lines: tags.moving, suffix: tags.suffix },
    smoke: { mode: 'off', args: undefined, entrypoint: undefined, http: undefined, timeoutMs: 60_000 },
    ...{ tried: true, inEngine: false },
  }
}
