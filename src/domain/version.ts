import semver from 'semver'

/** A release version: semver without build metadata's weight, and how it was written. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** Canonical form without `v` and build metadata, as in `1.2.3-rc.1`. */
  readonly text: string
  readonly prerelease: boolean
  /** Build metadata after `+`, without weight in comparisons (semver 2.0.0, clause 10). */
  readonly build: string | undefined
  /** Whether it was written with a leading `v`. */
  readonly prefixed: boolean
}

/**
 * Parses `1.2.3`, `v1.2.3`, `v1.2.3-rc.1` and `v1.2.3+build`. Strict: `v1.2`, `1.2.3.4` and leading zeros are no
 * version. Undefined where it is none.
 */
export function parseVersion(text: string): Version | undefined {
  const prefixed = text.startsWith('v')
  const bare = prefixed ? text.slice(1) : text
  // semver.parse trims, and takes a leading `=`.
  if (!/^\d\S*$/.test(bare)) return undefined
  const parsed = semver.parse(bare)
  if (parsed === null) return undefined
  return {
    major: parsed.major,
    minor: parsed.minor,
    patch: parsed.patch,
    text: parsed.version,
    prerelease: parsed.prerelease.length > 0,
    build: parsed.build.length > 0 ? parsed.build.join('.') : undefined,
    prefixed,
  }
}

/** Order by semver precedence: negative where `a` is older. */
export function compareVersions(a: Version, b: Version): number {
  return semver.compare(a.text, b.text)
}
