import { type Digest, parseDigest } from '../../src/domain/digest.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { parseTag, type Tag } from '../../src/domain/reference.ts'
import type { MissedStep, MissReason } from '../../src/plan/hits.ts'
import type { Outcome } from '../../src/plan/outcome.ts'

/** A digest of one repeated hex digit. */
export function digest(hex: string): Digest {
  const parsed = parseDigest(`sha256:${hex.repeat(64)}`)
  if (parsed === undefined) throw new Error(hex)
  return parsed
}

export function tag(text: string): Tag {
  const parsed = parseTag(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

export function platform(text: string): Platform {
  const parsed = parsePlatform(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

const MISSED: MissedStep = {
  label: '2/4',
  instruction: 'COPY app /app',
  stage: '',
  base: undefined,
  onBase: false,
  sharesBase: true,
  readsContext: true,
  layers: { stage: 3, whole: 3 },
  after: 1,
  lost: undefined,
  others: 0,
}
const REASON: MissReason = {
  kind: 'files',
  certain: true,
  text: 'app changed since v1.2',
  evidence: ['Changed since commit bbbbbbbbbbbb: app'],
}

/** A second version of an image, for two platforms. */
export const PUBLISHED: Outcome = {
  dryRun: false,
  reason: 'push of the tag v1.2.3',
  image: { registry: 'ghcr.io', repository: 'acme/app' },
  version: '1.2.3',
  suffix: '',
  digest: digest('a'),
  commit: 'c'.repeat(40),
  tags: [
    {
      tag: tag('v1.2.3'),
      before: undefined,
      after: digest('a'),
      moved: true,
      reason: 'the version',
    },
    {
      tag: tag('v1.2'),
      before: digest('b'),
      beforeVersion: '1.2.2',
      after: digest('a'),
      moved: true,
      reason: 'highest of 1.2',
    },
    {
      tag: tag('latest'),
      before: digest('d'),
      after: digest('d'),
      moved: false,
      reason: '2.0.0 is higher',
    },
  ],
  platforms: [
    {
      platform: platform('linux/amd64'),
      digest: digest('1'),
      bytes: 17_300_000,
      smoke: { kind: 'passed', detail: 'exit code 0' },
      smokeMilliseconds: 420,
      attached: { digest: digest('e'), kinds: ['sbom', 'provenance'], refused: [], packages: 126 },
    },
    {
      platform: platform('linux/arm64'),
      digest: digest('2'),
      bytes: 980,
      smoke: { kind: 'warning', detail: 'exit code 2; it starts' },
      smokeMilliseconds: 1_520,
      attached: { digest: digest('f'), kinds: ['sbom'], refused: [], packages: undefined },
    },
  ],
  cacheKey: 'abc: new',
  build: {
    steps: [
      { platform: 'linux/amd64', ran: 1, cached: 3, milliseconds: 1_250, missed: MISSED, reason: REASON },
      { platform: undefined, ran: 0, cached: 2, milliseconds: 0, missed: undefined },
    ],
    caches: [
      { layer: 'registry ghcr.io/acme/app:buildcache', use: 'read', state: 'done', detail: '' },
      { layer: 'gha acme/app', use: 'write', state: 'failed', detail: 'no answer' },
    ],
    warnings: ['StageNameCasing: Stage name should be lowercase'],
  },
  signing: { kind: 'none', reason: 'sign: off' },
  timings: [
    { phase: 'build', milliseconds: 65_000 },
    { phase: 'smoke', milliseconds: 1_600 },
  ],
  anonymousPull: undefined,
  notices: ['The gha cache is off.'],
}

/** The same as a dry run: nothing has a digest. */
export const DRY: Outcome = {
  ...PUBLISHED,
  dryRun: true,
  reason: 'a pull request publishes nothing',
  digest: undefined,
  tags: PUBLISHED.tags.map((one) => ({ ...one, after: undefined })),
  platforms: PUBLISHED.platforms.map((one) => ({
    ...one,
    digest: undefined,
    bytes: undefined,
    attached: undefined,
  })),
}
