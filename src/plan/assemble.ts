import type { Context } from '../domain/context.ts'
import type { HeldTags } from '../domain/held.ts'
import type { Tag } from '../domain/reference.ts'
import { attests, type BuildPlan, type BuildTarget } from './build.ts'
import { type BuilderPlan, hasSeveralNodes } from './builder.ts'
import type { Publishing } from './existing.ts'
import type { Inputs } from './inputs/inputs.ts'
import { runAnnotations, standardLabels } from './labels.ts'
import type { Move } from './moves.ts'
import type { Facts } from './publish.ts'
import type { SmokePlan } from './smoke.ts'
import type { TagPlan } from './tags.ts'
import type { Target } from './target.ts'

/** The one fixed tag of a candidate, where the driver cannot push without a tag. */
export const CANDIDATE = 'candidate' as Tag

/** What is built and where, whatever becomes of it. */
export function source(
  { build }: Inputs,
  context: Context,
  facts: Facts,
  tags: TagPlan,
  builder: BuilderPlan,
): Omit<BuildPlan, 'target' | 'caches' | 'pull'> {
  const labels = standardLabels(context, facts.commit, tags.version?.text)
  return {
    builder: builder.name,
    driver: builder.driver,
    localImages: facts.localImages,
    context: facts.context,
    file: facts.file,
    platforms: build.platforms,
    labels: [...labels, ...build.labels],
    annotations: [...labels, ...(tags.branch ? runAnnotations(context) : []), ...build.annotations],
    inputs: build,
    epoch: facts.commit.time,
  }
}

/** Where the result of the build goes. `id` makes a local name unique. */
export function planBuildTarget(
  inputs: Inputs,
  { image, policy }: Target,
  builder: BuilderPlan,
  moves: readonly Move[],
  smoke: SmokePlan,
  id: string,
): BuildTarget {
  if (policy.kind !== 'publish') {
    return smoke.mode === 'off'
      ? { kind: 'none' }
      : { kind: 'load', name: `ghcr-publish.local/dry-run:${id}` }
  }
  if (!inputs.behaviour.gate) {
    return { kind: 'tags', image, tags: moves.filter((move) => move.move).map((move) => move.tag) }
  }
  // BuildKit: "push-by-digest is currently not implemented for docker driver".
  if (builder.driver === 'docker') return { kind: 'tags', image, tags: [CANDIDATE] }
  if (inputs.build.platforms.length > 1 && hasSeveralNodes(builder)) {
    return { kind: 'tags', image, tags: [CANDIDATE] }
  }
  return { kind: 'digest', image }
}

/** What is about to be published, for a look at what is there already. */
export function planPublishing(
  { identity, build }: Inputs,
  commit: string,
  tags: TagPlan,
  publishes: boolean,
  held: HeldTags = new Map(),
): Publishing {
  // A git tag that is no version, such as nightly, is moved by whoever made it.
  const fixed = tags.version === undefined ? [] : tags.fixed
  return {
    fixed,
    commit,
    platforms: build.platforms,
    attested: publishes && attests(build),
    overwrite: identity.overwrite,
    replaces: fixed.flatMap((tag) => held.get(tag)?.digest ?? []),
  }
}
