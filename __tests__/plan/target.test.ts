import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Context } from '../../src/domain/context.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import { formatImageName } from '../../src/domain/reference.ts'
import { gitHubServer, jobToken, planTarget } from '../../src/plan/target.ts'
import { branch, context, inputs, pullRequest } from './given.ts'

type Written = Readonly<Record<string, string>>

const JOB = { username: 'octocat', password: 'ghs_16C7e42F292c6912E7710c838347Ae178B4a' }
const target = (written: Written = {}, where: Context = context()) =>
  planTarget(inputs({ ...JOB, ...written }), where)
const hosts = (written: Written, where: Context = context()) =>
  target(written, where).credentials.map(({ registry }) => registry)

describe('the image', () => {
  test.each<[what: string, repository: string, written: Written, image: string]>([
    ['is that of the repository', 'acme/app', {}, 'ghcr.io/acme/app'],
    ['is lower-case', 'ACME/App', {}, 'ghcr.io/acme/app'],
    ['may have dots and dashes', 'a-b/c.d_e', {}, 'ghcr.io/a-b/c.d_e'],
    ['of a part has its prefix', 'acme/app', { 'tag-prefix': 'web' }, 'ghcr.io/acme/app/web'],
    [
      'of a part may be deeper and upper-case',
      'acme/app',
      { 'tag-prefix': 'Libs/Core' },
      'ghcr.io/acme/app/libs/core',
    ],
    ['is the input', 'acme/app', { image: 'ghcr.io/Other/Thing' }, 'ghcr.io/other/thing'],
    [
      'is the input, also with a prefix',
      'acme/app',
      { image: 'ghcr.io/x/y', 'tag-prefix': 'web' },
      'ghcr.io/x/y',
    ],
  ])('%s', (_, repository, written, image) => {
    expect(formatImageName(target(written, context({ repository })).image)).toBe(image)
  })

  test('cannot be made of every repository, and then the input is asked for', () => {
    const plan = () => target({}, context({ repository: 'acme/-x-' }))
    expect(plan).toThrow(InputError)
    expect(plan).toThrow(
      /image: no image name can be made of the repository 'acme\/-x-'.*Write image: ghcr\.io/,
    )
  })
})

test.each<[string, Context]>([
  ['pull_request_target', context({ event: 'pull_request_target' })],
  ['a deleted push', context({ payload: { deleted: true } })],
])('%s is refused before anything is asked', (_, where) => {
  expect(() => target({}, where)).toThrow(PolicyError)
})

describe('credentials', () => {
  const AUTHS = { 'registry-auths': '- { registry: docker.io, username: a, password: b }' }
  const MINE = { password: 'ghp_mine' }

  test.each<[what: string, written: Written, where: Context, registries: string[]]>([
    ['the job’s token for ghcr.io', {}, context(), ['ghcr.io']],
    ['none for the job’s token elsewhere', { image: 'docker.io/a/b' }, context(), []],
    ['a password of one’s own, anywhere', { ...MINE, image: 'docker.io/a/b' }, context(), ['docker.io']],
    ['more of them', AUTHS, context(), ['ghcr.io', 'docker.io']],
    [
      'the named ones alone for their own host',
      { ...AUTHS, image: 'docker.io/a/b' },
      context(),
      ['docker.io'],
    ],
    ['none of a host that only looks like it', { image: 'ghcr.io.evil.example/a/b' }, context(), []],
    ['none of a subdomain', { image: 'x.ghcr.io/a/b' }, context(), []],
    ['none of another port', { image: 'ghcr.io:444/a/b' }, context(), []],
    ['none for a fork', { ...AUTHS }, pullRequest('x/app'), []],
    ['none for an unknown event', AUTHS, context({ event: 'issues' }), []],
    ['to read, for a pull request', {}, pullRequest(), ['ghcr.io']],
    [
      'the job’s token with data residency',
      { image: 'containers.acme.ghe.com/a/b' },
      context({ serverUrl: 'https://acme.ghe.com' }),
      ['containers.acme.ghe.com'],
    ],
    [
      'none for somebody else’s data residency',
      { image: 'containers.evil.ghe.com/a/b' },
      context({ serverUrl: 'https://acme.ghe.com' }),
      [],
    ],
    [
      'the job’s token for one’s own server',
      { image: 'containers.git.example/a/b' },
      context({ serverUrl: 'https://git.example' }),
      ['containers.git.example'],
    ],
    [
      'none for somebody else’s server',
      { image: 'containers.evil.example/a/b' },
      context({ serverUrl: 'https://git.example' }),
      [],
    ],
    [
      'none for a host below one’s own server',
      { image: 'x.containers.git.example/a/b' },
      context({ serverUrl: 'https://git.example' }),
      [],
    ],
  ])('%s', (_, written, where, registries) => {
    expect(hosts(written, where)).toEqual(registries)
  })

  test('what is missing for another host is told', () => {
    const { credentials, notices } = target({ image: 'docker.io/a/b' })
    expect(credentials).toEqual([])
    expect(notices).toEqual([
      expect.stringMatching(
        /sent to GitHub's registry of this server only, so docker\.io gets no credentials.* image: ghcr\.io\/owner\/app/,
      ),
    ])
    expect(target().notices).toEqual([])
    expect(target({ image: 'quay.io/a/b' }).notices.join()).not.toContain('ghcr.io')
    expect(target({ ...MINE, image: 'docker.io/a/b' }).notices).toEqual([])
  })

  test('a registry that is named wins over username and password', () => {
    const written = { 'registry-auths': '- { registry: GHCR.io, username: bot, password: pat }' }
    expect(target(written).credentials).toEqual([{ registry: 'ghcr.io', username: 'bot', password: 'pat' }])
  })

  test('without a password there are none, and nothing is told', () => {
    expect(planTarget(inputs(), context())).toMatchObject({ credentials: [], notices: [] })
  })

  test('the job’s token goes to no foreign host, whatever is written', () => {
    const host = fc.oneof(
      fc.constantFrom(
        'ghcr.io',
        'docker.io',
        'containers.acme.ghe.com',
        'ghcr.io.evil.example',
        'localhost:5000',
      ),
      fc.domain(),
      fc.domain().map((name) => `ghcr.${name}`),
    )
    const where = fc.constantFrom(
      context(),
      branch('main'),
      pullRequest(),
      context({ serverUrl: 'https://acme.ghe.com' }),
    )
    fc.assert(
      fc.property(host, where, (name, at) => {
        const image = `${name}/a/b`
        for (const { registry, password } of target({ image }, at).credentials) {
          expect(password).toBe(JOB.password)
          expect(['ghcr.io', 'containers.acme.ghe.com']).toContain(registry)
          if (registry !== 'ghcr.io') expect(at.serverUrl).toBe('https://acme.ghe.com')
        }
      }),
    )
  })
})

test.each<[registry: string, serverUrl: string | undefined, server: string | undefined]>([
  ['ghcr.io', undefined, 'https://github.com'],
  ['ghcr.io', 'https://git.example', 'https://github.com'],
  ['containers.acme.ghe.com', undefined, 'https://acme.ghe.com'],
  ['containers.git.example', 'https://git.example', 'https://git.example'],
  ['containers.git.example', 'https://github.com', undefined],
  ['containers.git.example', undefined, undefined],
  ['containers.a.b.ghe.com', undefined, undefined],
  ['containers.acme.ghe.com.evil.example', undefined, undefined],
  ['docker.io', 'https://github.com', undefined],
])('the registry %s seen from %s belongs to %s', (registry, serverUrl, server) => {
  expect(gitHubServer(registry, serverUrl)).toBe(server)
})

test.each<[written: Written, token: string | undefined]>([
  [JOB, JOB.password],
  [{ ...JOB, password: 'ghp_0123456789' }, undefined],
  [{ ...JOB, password: 'github_pat_0123456789' }, undefined],
  [{ ...JOB, password: 'x ghs_0123456789' }, undefined],
])('GitHub’s API is asked with the token of the job only: %#', (written, token) => {
  expect(jobToken(inputs(written))).toBe(token)
})
