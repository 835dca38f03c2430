import { describe, expect, test } from '@jest/globals'
import { describe as inWords } from '../../src/domain/errors.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import type { RefusalKind } from '../../src/domain/refusal.ts'
import { explainRefusal } from '../../src/report/refusal.ts'

const ASKER = { repository: 'Acme/app', serverUrl: 'https://github.com' }
const GITHUB: ImageName = { registry: 'ghcr.io', repository: 'acme/app/worker' }
const OTHER: ImageName = { registry: 'registry.example:5000', repository: 'acme/app' }
const KINDS: readonly RefusalKind[] = [
  'wrong-credentials',
  'no-credentials',
  'missing-scope',
  'not-linked',
  'cannot-create',
  'denied',
  'unreachable',
  'unavailable',
]

function words(kind: RefusalKind, image: ImageName, answer = 'DENIED: no'): string {
  return inWords(explainRefusal({ kind, answer }, image, ASKER))
}

describe('a refusal of GitHub', () => {
  test('for a token without the permission names the line to write', () => {
    expect(words('missing-scope', GITHUB)).toBe(
      'ghcr.io/acme/app/worker: the token may not write packages. It answered: DENIED: no. Write in the job: permissions: { contents: read, packages: write }. A personal access token (classic) needs the scope write:packages.',
    )
  })

  test('for a package that may not be written names the line to write, and the page to open', () => {
    expect(words('not-linked', GITHUB)).toBe(
      'ghcr.io/acme/app/worker: the package exists, and Acme/app, or the token of this job, has no right to write it. It answered: DENIED: no. Write in the job: permissions: { contents: read, packages: write }. Where packages: write stands there already, open https://github.com/orgs/acme/packages/container/app%2Fworker/settings (of a user: https://github.com/users/acme/packages/container/app%2Fworker/settings), Manage Actions access, and add Acme/app with the role Write.',
    )
  })

  test('of Enterprise Cloud with data residency names pages there', () => {
    const image = { registry: 'containers.acme.ghe.com', repository: 'acme/app' }
    expect(words('not-linked', image)).toContain(
      'https://acme.ghe.com/orgs/acme/packages/container/app/settings',
    )
  })

  test('of Enterprise Server names pages of the server that runs the job', () => {
    const image = { registry: 'containers.git.example', repository: 'acme/app' }
    const asker = { repository: 'acme/app', serverUrl: 'https://git.example' }
    const { remedy } = explainRefusal({ kind: 'not-linked', answer: '' }, image, asker)
    expect(remedy).toContain('https://git.example/orgs/acme/packages/container/app/settings')
  })

  test('each kind says something of its own', () => {
    expect(new Set(KINDS.map((kind) => words(kind, GITHUB))).size).toBe(KINDS.length)
  })
})

describe('a refusal of another registry', () => {
  test.each(KINDS)('%s sends nobody to GitHub', (kind) => {
    expect(words(kind, OTHER)).not.toMatch(/github\.com|ghcr\.io|packages: write/)
    expect(words(kind, OTHER)).toContain('registry.example:5000')
  })

  test('on Docker Hub, which nobody may have meant, offers GitHub’s', () => {
    const hub = words('no-credentials', { registry: 'docker.io', repository: 'acme/app' })
    expect(hub).toMatch(/For GitHub's registry write image: ghcr\.io\/acme\/app\. Else write username/)
  })

  test('without credentials says where to write them', () => {
    expect(words('no-credentials', OTHER)).toMatch(/username and password, or registry-auths/)
  })
})

describe('a refusal of an earlier docker login', () => {
  const earlier = (kind: RefusalKind, image: ImageName) =>
    explainRefusal({ kind, answer: '' }, image, { ...ASKER, ownLogin: false }).remedy
  const own = (kind: RefusalKind, image: ImageName) =>
    explainRefusal({ kind, answer: '' }, image, { ...ASKER, ownLogin: true }).remedy
  const LOGIN: readonly RefusalKind[] = KINDS.filter((kind) => !/^(no-cred|un)/.test(kind))

  test.each(LOGIN)('%s says how to be somebody else, on GitHub and elsewhere', (kind) => {
    expect(earlier(kind, GITHUB)).toMatch(
      /^That was an earlier docker login to ghcr\.io.* Run docker logout ghcr\.io before/,
    )
    expect(earlier(kind, OTHER)).toMatch(
      /^That was an earlier docker login to registry\.example:5000.* Write username and/,
    )
    for (const image of [GITHUB, OTHER])
      expect(own(kind, image)).toBe(explainRefusal({ kind, answer: '' }, image, ASKER).remedy)
  })

  test.each(KINDS.filter((kind) => !LOGIN.includes(kind)))('%s has nothing to do with who asks', (kind) => {
    for (const image of [GITHUB, OTHER]) expect(earlier(kind, image)).toBe(own(kind, image))
  })
})

test('the answer is shown defused, and left out where there is none', () => {
  expect(words('denied', OTHER, 'no\r\u001b[31mway\u202e')).toContain('It answered: way.')
  expect(words('denied', OTHER, '')).not.toContain('answered')
})
