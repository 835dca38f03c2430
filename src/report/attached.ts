import { type Attached, KIND_NAMES } from '../domain/attestation.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import { digestReference, type ImageName } from '../domain/reference.ts'
import type { Outcome, PlatformOutcome } from '../plan/outcome.ts'

/** What is attested to a platform, and what only says so, as a line of the log. */
export function attachedWords(platform: Platform, attached: Attached): string {
  const kinds = attached.kinds.map((kind) => (kind === 'sbom' ? billWords(attached) : KIND_NAMES[kind]))
  const refused = attached.refused.map(({ kind, why }) => `what is attached as ${KIND_NAMES[kind]} ${why}`)
  const all = [...kinds, ...refused]
  const what = all.length === 0 ? 'attestations of other kinds' : all.join(', ')
  return `${formatPlatform(platform)}  ${what}, in ${attached.digest}`
}

function billWords({ packages }: Attached): string {
  return `SBOM with ${packagesWords(packages)}`
}

/** The packages of an SBOM, in words. */
export function packagesWords(packages: number | undefined): string {
  if (packages === undefined) return 'too many packages to count'
  return packages === 1 ? '1 package' : `${packages} packages`
}

/** What is attested, in `json`. */
export function attachedJson(attached: Attached | undefined): unknown {
  if (attached === undefined) return null
  const { digest, kinds, packages } = attached
  return { digest, kinds, packages: packages ?? null }
}

/** More platforms than anybody builds for: the others' commands are the same but for the name. */
const MOST_COMMANDS = 12

/** The commands that show the SBOM of each platform. buildx leaves the platform out of its answer where there is one only. */
export function billCommands(
  image: ImageName,
  digest: Outcome['digest'],
  platforms: readonly PlatformOutcome[],
): readonly string[] {
  if (digest === undefined) return []
  const inspect = `docker buildx imagetools inspect ${digestReference(image, digest)} --format`
  return platforms
    .filter(({ attached }) => attached?.kinds.includes('sbom'))
    .slice(0, MOST_COMMANDS)
    .map(({ platform }) => {
      const bill = platforms.length === 1 ? '.SBOM' : `(index .SBOM "${formatPlatform(platform)}")`
      return `${inspect} '{{ json ${bill}.SPDX }}'`
    })
}
