import type { Digest } from '../../src/domain/digest.ts'
import type { Held } from '../../src/domain/held.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { lineOf, type MovingTag } from '../../src/plan/lines.ts'
import { tag } from './given.ts'

/** A digest that says which version it is of. */
export const digest = (name: string) =>
  `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)}` as Digest
/** Platforms of linux, divided by spaces. */
export const platforms = (names: string) =>
  names.split(' ').flatMap((name): readonly Platform[] => {
    const platform = parsePlatform(`linux/${name}`)
    return platform === undefined ? [] : [platform]
  })
/** What the registry holds of a version for two platforms, with what a test changes. */
export const image = (version: string, change: Partial<Held> = {}): Held => ({
  digest: digest(version),
  platforms: platforms('amd64 arm64'),
  revision: undefined,
  version,
  attested: false,
  marks: {},
  ...change,
})
/** The moving tags of these names, divided by spaces. */
export const lines = (names: string, suffix = ''): readonly MovingTag[] =>
  names.split(' ').flatMap((name) => {
    const line = lineOf(name, suffix)
    return line === undefined ? [] : [{ tag: tag(name), line }]
  })
