import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import { PolicyError } from '../../src/domain/errors.ts'
import { type Plan, planPublish } from '../../src/plan/publish.ts'
import { planTarget } from '../../src/plan/target.ts'
import { ENGINE, OWN } from './engine.ts'
import { context, inputs, known, pullRequest, SHA } from './given.ts'

type Written = Readonly<Record<string, string>>

function plan(written: Written, where: Context = context(), containerdStore = false): Plan {
  const given = inputs(written)
  const facts = {
    engine: { ...ENGINE, containerdStore },
    builders: [OWN],
    localImages: [],
    commit: { sha: SHA, time: 1 },
    context: '/w',
    file: '/w/Dockerfile',
    registry: known(),
  }
  return planPublish(given, where, planTarget(given, where), facts, 'abc')
}

const MEDIA = expect.stringMatching(/Docker's media types and no annotations/)

describe.each<[asked: string, written: Written]>([
  ['driver: docker', { driver: 'docker' }],
  ['builder: default', { builder: 'default' }],
])('%s on the classic image store', (asked, written) => {
  const one = { ...written, platforms: 'amd64' }

  test.each([context(), pullRequest()])('cannot build several platforms', (where) => {
    const several = () => plan({ ...written, sbom: 'false' }, where)
    expect(several).toThrow(PolicyError)
    expect(several).toThrow(
      new RegExp(`several platforms here: the engine has the classic.*remove ${asked},`),
    )
  })

  test.each<[attested: Written, remedy: string]>([
    [{}, 'Write sbom: false, remove'],
    [{ provenance: 'min' }, 'Write sbom: false and provenance: false, remove'],
    [{ sbom: 'false', provenance: 'max' }, 'Write provenance: false, remove'],
  ])('cannot push attestations: %j', (attested, remedy) => {
    const refused = () => plan({ ...one, ...attested })
    expect(refused).toThrow(PolicyError)
    expect(refused).toThrow(`${remedy} ${asked}, or turn the containerd image store on.`)
  })

  test('pushes one platform without them, and tells what else is missing', () => {
    const { build, notices } = plan({ ...one, sbom: 'false', cache: 'off' })
    expect(build.target).toMatchObject({ kind: 'tags', tags: ['candidate'] })
    expect(notices).toEqual([MEDIA])
    expect(notices[0]).toContain(asked)
  })

  test('builds one platform in a dry run, whatever is attached otherwise', () => {
    const { build, notices } = plan({ ...one, cache: 'off' }, pullRequest())
    expect(build.target).toMatchObject({ kind: 'load' })
    expect(notices).toEqual([])
  })

  test('has no such limits with the containerd image store', () => {
    const { attested, notices } = plan(written, context(), true)
    expect(attested).toBe(true)
    expect(notices).toEqual([])
  })
})

test('a builder of our own has no such limits on the classic image store', () => {
  const { attested, notices } = plan({})
  expect(attested).toBe(true)
  expect(notices).toEqual([])
})

describe('a dry run that builds platform by platform', () => {
  const written = ['type=gha,scope=acme/app,timeout=5s,mode=max,ignore-error=true']
  const alone = ['type=gha,scope=acme/app.linux-amd64,timeout=5s,mode=max,ignore-error=true']
  test.each<[what: string, given: Written, where: Context, containerdStore: boolean, to: readonly string[]]>([
    ['writes no cache, which the next would replace', {}, pullRequest(), false, []],
    ['does so for one platform', { platforms: 'amd64' }, pullRequest(), false, alone],
    ['does so where all are built at once, untried', { smoke: 'off' }, pullRequest(), false, written],
    ['does so with the containerd store', {}, pullRequest(), true, written],
  ])('%s', (_, given, where, containerdStore, to) => {
    const { caches } = plan(given, where, containerdStore).build
    expect(caches.to).toEqual(to)
    expect(caches.from).toContain('type=gha,scope=acme/app,timeout=5s')
  })

  test('is none of a publish, which writes it', () => {
    expect(plan({}).build.caches.to).toHaveLength(1)
  })
})
