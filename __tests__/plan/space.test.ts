import { describe, expect, test } from '@jest/globals'
import type { Held, HeldTags } from '../../src/domain/held.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { Tag } from '../../src/domain/reference.ts'
import {
  basesIn,
  lastPublished,
  type SpaceFacts,
  spaceNeeded,
  spaceWarning,
  type Weight,
} from '../../src/plan/space.ts'

const GB = 1_000_000_000
const platforms = (text: string): readonly Platform[] =>
  text.split(' ').flatMap((one) => parsePlatform(one) ?? [])
const weigh = (of: Readonly<Record<string, number>>): readonly Weight[] =>
  Object.entries(of).map(([name, bytes]) => ({ platform: platforms(name)[0] as Platform, bytes }))
const facts = (change: Partial<SpaceFacts> = {}): SpaceFacts => ({
  root: '/var/lib/docker',
  free: 10 * GB,
  weights: weigh({ amd64: GB, arm64: GB }),
  measured: 'the last published image',
  platforms: platforms('amd64 arm64'),
  pulls: false,
  hosted: true,
  ...change,
})

describe('what a build needs', () => {
  test.each<[what: string, change: Partial<SpaceFacts>, needed: number | undefined]>([
    ['five times the layers of each platform', {}, 10 * GB],
    ['nine times where the smoke test pulls them', { pulls: true }, 18 * GB],
    ['of the platforms that are built alone', { platforms: platforms('arm64') }, 5 * GB],
    ['of each platform its own', { weights: weigh({ amd64: GB, arm64: 3 * GB }) }, 20 * GB],
    [
      'of a new platform as much as the heaviest',
      { weights: weigh({ amd64: GB, 'arm/v7': 2 * GB }) },
      15 * GB,
    ],
    ['is not known where nothing was published', { weights: [] }, undefined],
  ])('%s', (_, change, needed) => {
    expect(spaceNeeded(facts(change))).toBe(needed)
  })
})

describe('the warning', () => {
  test('says what is free, what is needed and what helps', () => {
    expect(spaceWarning(facts({ free: 3.2 * GB }))).toBe(
      'The disk may not be enough: 3.2 GB are free in /var/lib/docker, and by the size of the last published image the build of linux/amd64, linux/arm64 needs about 10.0 GB. Free space before this step (on this runner: sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc /opt/hostedtoolcache/CodeQL), or build fewer platforms at once with the input platforms. docker system df shows what the engine holds; docker buildx prune and docker image prune free what nothing uses.',
    )
  })

  test('names no folders of GitHub’s runners on another one', () => {
    const warning = spaceWarning(facts({ free: 0, hosted: false }))
    expect(warning).toMatch(/Free space before this step, or build fewer platforms/)
    expect(warning).not.toMatch(/rm -rf/)
  })

  test.each<[what: string, change: Partial<SpaceFacts>]>([
    ['the space is just enough', { free: 10 * GB }],
    ['nothing is known of the image', { free: 0, weights: [] }],
  ])('is not given where %s', (_, change) => {
    expect(spaceWarning(facts(change))).toBeUndefined()
  })
  test('is given for one byte less', () => {
    expect(spaceWarning(facts({ free: 10 * GB - 1 }))).toBeDefined()
  })
})

describe('the image that the next one is measured by', () => {
  const held = (tags: Readonly<Record<string, string>>): HeldTags =>
    new Map(
      Object.entries(tags).map(([tag, names]) => {
        const empty = { marks: {}, revision: undefined, version: undefined, attested: false }
        return [tag as Tag, { ...empty, digest: `of ${tag}`, platforms: platforms(names) } as unknown as Held]
      }),
    )
  test.each<[what: string, tags: Readonly<Record<string, string>>, digest: string | undefined]>([
    ['none where there is none', {}, undefined],
    ['the first of several', { 'v1.2': 'amd64 arm64', latest: 'amd64 arm64' }, 'of v1.2'],
    ['the one with more of the platforms', { 'v1.2': 'amd64', latest: 'amd64 arm64 arm/v7' }, 'of latest'],
    ['one with some of them', { latest: 'arm64' }, 'of latest'],
    ['not one that has none of them', { latest: 'arm/v7' }, undefined],
  ])('%s', (_, tags, digest) => {
    expect(lastPublished(held(tags), platforms('amd64 arm64'))).toBe(digest)
  })
})

test('base images of the same registry, as far as their names stand there', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const dockerfile = `# FROM ghcr.io/acme/comment:1
FROM --platform=$BUILDPLATFORM ghcr.io/acme/build:1 AS build
from ghcr.io/acme/plain
FROM ghcr.io/acme/pinned:1@${digest} AS base
FROM ghcr.io/acme/build:1
FROM docker.io/library/python:3
FROM python:3
FROM registry.example:5000/acme/app:1
FROM ghcr.io/acme/app:$VERSION
FROM build
FROM scratch
RUN echo FROM ghcr.io/acme/no:1
`
  const name = (repository: string) => ({ registry: 'ghcr.io', repository })
  expect(basesIn('ghcr.io', dockerfile)).toEqual([
    { image: name('acme/build'), reference: '1' },
    { image: name('acme/plain'), reference: 'latest' },
    { image: name('acme/pinned'), reference: digest },
  ])
  expect(basesIn('registry.example:5000', dockerfile)).toEqual([
    { image: { registry: 'registry.example:5000', repository: 'acme/app' }, reference: '1' },
  ])
})
