import { describe, expect, test } from '@jest/globals'
import {
  describeRollback,
  ROLLBACK_OUTPUTS,
  type RollbackOutcome,
  rollbackOutputs,
  summarizeRollback,
} from '../../src/report/rollback.ts'
import { summarizeVerify, VERIFY_OUTPUTS, verifyOutputs } from '../../src/report/verify.ts'
import { digest, PUBLISHED, platform, tag } from './outcomes.ts'

const { image, platforms, timings } = PUBLISHED
const DONE: RollbackOutcome = {
  ...{ image, platforms, timings },
  dryRun: false,
  reason: 'workflow_dispatch of acme/app',
  tags: [
    { tag: tag('latest'), before: digest('b'), after: digest('a'), moved: true, reason: 'to: names v1.0.0' },
    { tag: tag('v1'), before: digest('a'), after: digest('a'), moved: false, reason: 'is there already' },
  ],
  withdraw: [{ tag: tag('v1.1.0'), digest: digest('b') }],
  signatures: [],
  warnings: ['latest loses @everyone <b>'],
}

const SIGNED = { reference: 'ghcr.io/acme/app@sha256:1', signed: true, reason: 'by a workflow of acme/app' }
const UNSIGNED = {
  reference: 'r',
  signed: false,
  reason: 'r is not signed: it has no signature. <b>@everyone',
}

describe('a rollback', () => {
  test('has every output', () => {
    const outputs = rollbackOutputs(DONE)
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(ROLLBACK_OUTPUTS).sort())
    expect(outputs).toMatchObject({
      'digest-before': digest('b'),
      'digest-after': digest('a'),
      reference: `ghcr.io/acme/app@${digest('a')}`,
      withdrawn: 'v1.1.0',
    })
    expect(JSON.parse(outputs.json)).toMatchObject({
      image: 'ghcr.io/acme/app',
      dryRun: false,
      tags: [
        { tag: 'latest', moved: true },
        { tag: 'v1', moved: false },
      ],
      withdrawn: [{ tag: 'v1.1.0', digest: digest('b') }],
    })
  })

  test('says in its summary what moved, what was withdrawn and what to deploy', () => {
    const text = summarizeRollback(DONE)
    expect(text).toContain('## Rolled back `ghcr.io/acme/app`')
    expect(text).toContain(`Deploy \`ghcr.io/acme/app@${digest('a')}\``)
    expect(text).toContain('| `latest` | moved | `bbbbbbbbbbbb` | `aaaaaaaaaaaa` | to: names v1.0.0 |')
    expect(text).toContain('| `v1` | kept |')
    expect(text).toContain('`v1.1.0` is recorded as withdrawn')
    expect(text).not.toMatch(/@everyone|<b>/)
  })

  test('that is a dry run says so everywhere', () => {
    const text = summarizeRollback({ ...DONE, dryRun: true })
    expect(text).toContain('## Dry run of a rollback of `ghcr.io/acme/app`: nothing was written')
    expect(text).toContain('| `latest` | would move |')
    expect(text).toContain('`v1.1.0` would be recorded as withdrawn.')
  })

  test('withdraws nothing, and says so', () => {
    expect(summarizeRollback({ ...DONE, withdraw: [] })).toContain('No version was withdrawn.')
    expect(rollbackOutputs({ ...DONE, withdraw: [] }).withdrawn).toBe('')
  })

  test.each([
    [[], ''],
    [[SIGNED], 'true'],
    [[SIGNED, UNSIGNED], 'false'],
  ])('tells whether all that it goes to is signed', (signatures, signed) => {
    const outputs = rollbackOutputs({ ...DONE, signatures })
    expect(outputs.signed).toBe(signed)
    expect(JSON.parse(outputs.json).signatures).toEqual(signatures)
    const text = summarizeRollback({ ...DONE, signatures })
    expect(text.includes('is signed by a workflow of acme/app; verified.')).toBe(signatures.includes(SIGNED))
    expect(text.includes('it has no signature')).toBe(signatures.includes(UNSIGNED))
    expect(text).not.toMatch(/@everyone|<b>/)
  })

  test('is told in the log before it is done', () => {
    const [latest] = DONE.tags
    const plan = {
      returns: [
        {
          ...{ tag: tag('latest'), before: digest('b'), digest: digest('a'), move: true },
          platforms: [platform('linux/amd64')],
          reason: `${latest?.reason}\u001b[31m`,
          ...{ line: undefined, from: undefined },
        },
      ],
      withdraw: DONE.withdraw,
      lift: [],
      warnings: [],
      suffix: '',
    }
    expect(describeRollback(image, plan, false)).toEqual([
      'Move tags of ghcr.io/acme/app',
      '  latest  bbbbbbbbbbbb -> aaaaaaaaaaaa  to: names v1.0.0',
      '  withdrawn  v1.1.0 (bbbbbbbbbbbb)',
    ])
    expect(describeRollback(image, plan, true)[0]).toMatch(/^Dry run: nothing is written/)
  })
})

describe('a verification', () => {
  const ATTACHED = { digest: digest('f'), kinds: ['sbom' as const], packages: 12 }
  const outcome = {
    ...{ image, timings },
    asked: 'latest',
    digest: digest('a'),
    signature: undefined,
    platforms: platforms.map((one, at) => ({
      ...one,
      attached: at === 0 ? { ...ATTACHED, refused: [] } : undefined,
    })),
  }

  test('has every output', () => {
    const outputs = verifyOutputs(outcome)
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(VERIFY_OUTPUTS).sort())
    expect(outputs.reference).toBe(`ghcr.io/acme/app@${digest('a')}`)
    expect(outputs.platforms).toBe('linux/amd64,linux/arm64')
    expect(JSON.parse(outputs.json).platforms).toMatchObject([
      { attested: true, attestations: ATTACHED },
      { attested: false, attestations: null },
    ])
  })

  test.each([
    [undefined, '', null],
    [SIGNED, 'true', SIGNED],
    [UNSIGNED, 'false', UNSIGNED],
  ])('tells whether the image is signed', (signature, signed, json) => {
    const outputs = verifyOutputs({ ...outcome, signature })
    expect(outputs.signed).toBe(signed)
    expect(JSON.parse(outputs.json).signature).toEqual(json)
    const text = summarizeVerify({ ...outcome, signature })
    expect(text.includes('is signed by a workflow of acme/app; verified.')).toBe(signature === SIGNED)
    expect(text).not.toMatch(/@everyone|<b>/)
  })

  test('says in its summary what was looked at', () => {
    const text = summarizeVerify(outcome)
    expect(text).toContain('## Verified `ghcr.io/acme/app`')
    expect(text).toContain(`\`latest\` is \`ghcr.io/acme/app@${digest('a')}\``)
    expect(text).toContain('1 of 2 platforms have attestations.')
    expect(text).toContain('### Platforms')
  })
})
