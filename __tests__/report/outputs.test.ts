import { expect, test } from '@jest/globals'
import { OUTPUT_TABLE, outputsOf } from '../../src/report/outputs.ts'
import { DRY, digest, PUBLISHED } from './outcomes.ts'

const NOT_SIGNED = { signed: 'false', 'certificate-identity': '', 'verify-command': '' }

test('a publish', () => {
  const { json, ...rest } = outputsOf(PUBLISHED)
  expect(rest).toEqual({
    image: 'ghcr.io/acme/app',
    digest: digest('a'),
    reference: `ghcr.io/acme/app@${digest('a')}`,
    version: '1.2.3',
    tags: 'v1.2.3\nv1.2',
    'dry-run': 'false',
    ...NOT_SIGNED,
  })
  expect(JSON.parse(json)).toEqual({
    image: 'ghcr.io/acme/app',
    digest: digest('a'),
    reference: `ghcr.io/acme/app@${digest('a')}`,
    version: '1.2.3',
    commit: 'c'.repeat(40),
    dryRun: false,
    reason: 'push of the tag v1.2.3',
    tags: [
      { tag: 'v1.2.3', before: null, after: digest('a'), moved: true, reason: 'the version' },
      { tag: 'v1.2', before: digest('b'), after: digest('a'), moved: true, reason: 'highest of 1.2' },
      { tag: 'latest', before: digest('d'), after: digest('d'), moved: false, reason: '2.0.0 is higher' },
    ],
    platforms: [
      {
        platform: 'linux/amd64',
        digest: digest('1'),
        size: 17_300_000,
        smoke: { verdict: 'passed', detail: 'exit code 0', milliseconds: 420 },
        attestations: { digest: digest('e'), kinds: ['sbom', 'provenance'], packages: 126 },
      },
      {
        platform: 'linux/arm64',
        digest: digest('2'),
        size: 980,
        smoke: { verdict: 'warning', detail: 'exit code 2; it starts', milliseconds: 1_520 },
        attestations: { digest: digest('f'), kinds: ['sbom'], packages: null },
      },
    ],
    build: {
      steps: [
        {
          platform: 'linux/amd64',
          ran: 1,
          cached: 3,
          milliseconds: 1_250,
          missed: {
            step: '2/4',
            instruction: 'COPY app /app',
            others: 0,
            reason: {
              kind: 'files',
              certain: true,
              text: 'app changed since v1.2',
              evidence: ['Changed since commit bbbbbbbbbbbb: app'],
            },
          },
        },
        { platform: null, ran: 0, cached: 2, milliseconds: 0, missed: null },
      ],
      caches: [
        { layer: 'registry ghcr.io/acme/app:buildcache', use: 'read', state: 'done', detail: null },
        { layer: 'gha acme/app', use: 'write', state: 'failed', detail: 'no answer' },
      ],
      cacheKey: 'abc: new',
      warnings: ['StageNameCasing: Stage name should be lowercase'],
    },
    signature: {
      signed: false,
      reason: 'sign: off',
      ...{ by: null, identity: null, issuer: null, verifyCommand: null },
    },
    timings: [
      { phase: 'build', milliseconds: 65_000 },
      { phase: 'smoke', milliseconds: 1_600 },
    ],
    anonymousPull: null,
    notices: ['The gha cache is off.'],
  })
})

test('a second run of the same commit names the tags that were right already', () => {
  const tags = PUBLISHED.tags.map((one) => ({ ...one, before: one.after, moved: false }))
  expect(outputsOf({ ...PUBLISHED, tags }).tags).toBe('v1.2.3\nv1.2')
})

test('a dry run names the tags that a real run would write, and no digest', () => {
  const { json, ...rest } = outputsOf(DRY)
  expect(rest).toEqual({
    image: 'ghcr.io/acme/app',
    digest: '',
    reference: '',
    version: '1.2.3',
    tags: 'v1.2.3\nv1.2',
    'dry-run': 'true',
    ...NOT_SIGNED,
  })
  expect(Object.keys(JSON.parse(json))).toEqual(Object.keys(JSON.parse(outputsOf(PUBLISHED).json)))
})

test('every declared output is set, and no other', () => {
  const bare = { ...DRY, version: undefined, tags: [], platforms: [], timings: [] }
  for (const outcome of [PUBLISHED, DRY, bare]) {
    expect(Object.keys(outputsOf(outcome)).sort()).toEqual(Object.keys(OUTPUT_TABLE).sort())
  }
})
