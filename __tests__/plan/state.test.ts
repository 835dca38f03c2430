import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readClaims } from '../../src/domain/claims.ts'
import { type Digest, parseDigest } from '../../src/domain/digest.ts'
import { parsePlatform } from '../../src/domain/platform.ts'
import { parseImageName } from '../../src/domain/reference.ts'
import { type Published, withoutEnvironment } from '../../src/plan/published.ts'
import { keptSigned, type Signed } from '../../src/plan/signed.ts'
import { planSigning } from '../../src/plan/signing.ts'
import {
  containerLabel,
  eachWritten,
  environmentFile,
  formatState,
  leftOf,
  newState,
  parseState,
  privateFolder,
  type State,
} from '../../src/plan/state.ts'
import { context, inputs, PUBLISH, tag } from './given.ts'

const TEMP = '/home/runner/work/_temp'
const ID = '0123456789ab'
const FOLDER = privateFolder(TEMP, ID)

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not valid')
  return value
}

const PUBLISHED: Published = {
  image: { registry: 'ghcr.io', repository: 'acme/app' },
  digest: found(parseDigest(`sha256:${'a'.repeat(64)}`)),
  platforms: [found(parsePlatform('linux/amd64')), found(parsePlatform('linux/arm/v7'))],
  tags: [tag('v1.2.3'), tag('latest')],
  smoke: {
    mode: 'strict',
    args: ['--version'],
    entrypoint: 'app',
    http: { port: 80, path: '/x' },
    timeoutMs: 9,
  },
  tried: true,
  inEngine: false,
  fixed: [tag('v1.2.3')],
  commit: 'c'.repeat(40),
  lines: [
    { tag: tag('v1.2'), line: { kind: 'minor', major: 1, minor: 2 } },
    { tag: tag('latest'), line: { kind: 'latest' } },
  ],
  suffix: '',
  branch: { tag: tag('feature-x'), name: 'feature/x' },
}
const DIGEST = found(parseDigest(`sha256:${'b'.repeat(64)}`))
const SIGNED: Signed = {
  signer: {
    kind: 'keyless',
    identity: { exact: 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3' },
    issuer: 'https://token.actions.githubusercontent.com',
    repository: 'acme/app',
    commit: 'c'.repeat(40),
  },
  ...{ unlogged: false, trustedRoot: DIGEST },
  manifests: [{ digest: DIGEST, referrers: [DIGEST] }],
}
const PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'
const STATE: State = {
  id: ID,
  folder: FOLDER,
  builder: `ghcr-publish-${ID}`,
  images: ['moby/buildkit:x', `ghcr.io/acme/app@sha256:${'a'.repeat(64)}`],
  published: PUBLISHED,
  signed: SIGNED,
  moving: undefined,
  suffix: '',
  journal: [
    { tag: tag('v1.2.3'), before: undefined, after: DIGEST },
    { tag: tag('latest'), before: DIGEST, after: undefined },
  ],
  earlier: [
    { published: PUBLISHED, journal: [{ tag: tag('v1'), before: undefined, after: DIGEST }] },
    { published: { ...PUBLISHED, platforms: [] }, journal: [] },
  ],
  finished: true,
  wroteAt: 1_700_000_000_000,
}

describe('a state', () => {
  test('is one line, and comes back as it was', () => {
    const text = formatState(STATE)
    expect(text).not.toMatch(/[\r\n]/)
    expect(parseState(text, TEMP)).toEqual(STATE)
  })

  test('of several images is taken back image by image, the newest first', () => {
    const [now, ...before] = eachWritten(STATE)
    const { published, moving, journal, earlier } = STATE
    expect(now).toEqual({ published, moving, journal })
    expect(before.map((one) => one.journal.length)).toEqual([0, 1])
    expect(leftOf(eachWritten(STATE))).toEqual({ published, moving, journal, earlier })
  })

  test('keeps what is left of several images, whichever those are', () => {
    const [, second, first] = eachWritten(STATE)
    const [one, two] = STATE.earlier
    expect(leftOf([second, first].flatMap((part) => part ?? []))).toEqual({
      ...{ ...two, moving: undefined, earlier: [one] },
    })
    expect(leftOf([])).toEqual({ published: undefined, moving: undefined, journal: [], earlier: [] })
  })

  test.each([['soon'], [-1], [null], [{}]])('with a time that is none is not taken: %j', (wroteAt) => {
    const text = JSON.stringify({ ...JSON.parse(formatState(STATE)), wroteAt })
    expect(parseState(text, TEMP)).toBeUndefined()
  })

  test('of a rollback comes back, too', () => {
    const moving = { registry: 'ghcr.io', repository: 'acme/app' }
    const state: State = { ...STATE, published: undefined, moving, suffix: '-alpine' }
    expect(parseState(formatState(state), TEMP)).toEqual(state)
    for (const bad of [7, undefined, 'x'.repeat(129)]) {
      const text = JSON.stringify({ ...JSON.parse(formatState(state)), suffix: bad })
      expect(parseState(text, TEMP)).toBeUndefined()
    }
    for (const bad of [7, '', 'ghcr.io/acme/app:v1', 'a b']) {
      const text = JSON.stringify({ ...JSON.parse(formatState(state)), moving: bad })
      expect(parseState(text, TEMP)).toBeUndefined()
    }
  })

  test('that is fresh comes back too', () => {
    const state = newState(ID, FOLDER)
    expect(parseState(formatState(state), TEMP)).toEqual(state)
  })

  test('never holds the environment of the smoke test, whose values may be secret', () => {
    const smoke = { ...PUBLISHED.smoke, env: [{ name: 'TOKEN', value: 'hunter2' }] }
    const text = formatState({ ...STATE, published: { ...PUBLISHED, smoke } })
    expect(text).not.toContain('hunter2')
    expect(withoutEnvironment(smoke)).toEqual(PUBLISHED.smoke)
    expect(environmentFile(FOLDER)).toBe(`${FOLDER}/smoke-env.json`)
  })

  test('names a folder below RUNNER_TEMP and a label of its own', () => {
    expect(privateFolder('/t/', ID)).toBe(`/t/ghcr-publish-${ID}`)
    expect(containerLabel(ID)).toBe(`ghcr-publish=${ID}`)
  })

  const component = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  const word = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'))
  const texts = fc.array(word, { maxLength: 3 })
  const published = fc.record({
    image: fc
      .tuple(fc.constantFrom('ghcr.io', '127.0.0.1:5000', 'docker.io', 'localhost'), component, component)
      .map(([host, owner, name]) => {
        const image = parseImageName(`${host}/${owner}/${name}`)
        if ('fault' in image) throw new Error(image.fault)
        return image
      }),
    digest: fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => found(parseDigest(`sha256:${hex}`))),
    platforms: fc.array(
      fc.constantFrom('amd64', 'arm64', 'arm/v6', 'windows/amd64').map((name) => found(parsePlatform(name))),
    ),
    tags: fc.array(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/).map(tag)),
    smoke: fc.record({
      mode: fc.constantFrom<'off' | 'auto' | 'strict'>('off', 'auto', 'strict'),
      args: fc.option(texts, { nil: undefined }),
      entrypoint: fc.option(word, { nil: undefined }),
      http: fc.option(
        fc.record({
          port: fc.integer({ min: 1, max: 65_535 }),
          path: fc.webPath({ size: 'small' }).map((path) => `/${path}`),
        }),
        { nil: undefined },
      ),
      timeoutMs: fc.integer({ min: 1, max: 9_999_999 }),
    }),
    tried: fc.boolean(),
    inEngine: fc.boolean(),
    fixed: fc.constant([tag('v1.2.3')]),
    commit: fc.stringMatching(/^[0-9a-f]{40}$/),
    lines: fc.constant(PUBLISHED.lines),
    suffix: fc.constant(''),
    branch: fc.option(
      fc.constantFrom({ tag: tag('main'), name: 'main' }, { tag: tag('_'), name: 'é/"\u{1f600}' }),
      {
        nil: undefined,
      },
    ),
  })

  test('comes back as it was, whatever was published', () => {
    const optional = fc.option(published, { nil: undefined })
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{12}$/), optional, fc.boolean(), (id, what, built) => {
        const state: State = {
          id,
          folder: privateFolder(TEMP, id),
          builder: built ? `ghcr-publish-${id}` : undefined,
          images: [],
          published: what,
          signed: undefined,
          moving: undefined,
          suffix: '',
          journal: [],
          earlier: what === undefined ? [] : [{ published: what, journal: [] }],
          finished: built,
          wroteAt: built ? 1 : undefined,
        }
        expect(parseState(formatState(state), TEMP)).toEqual(state)
      }),
    )
  })
})

test('a state of what a key has signed comes back as it was', () => {
  const signer = { kind: 'key', publicKey: PUBLIC_KEY } as const
  const state = { ...STATE, signed: { ...SIGNED, signer, unlogged: true } }
  expect(parseState(formatState(state), TEMP)).toEqual(state)
})

describe('what main keeps of a signature is read by post', () => {
  const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`
  /** Long ones too: whatever a token may say. */
  const text = (most: number) =>
    fc
      .tuple(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
        fc.constantFrom('', 'x'.repeat(most - 60)),
      )
      .map((parts) => parts.join('').replace(/[\s\p{Cc}]/gu, '-'))
  const name = fc.constantFrom('acme', 'A.b_c-d', 'x'.repeat(200))
  const claims = fc
    .record({
      iss: text(500).map((rest) => `https://token.actions.githubusercontent.com/${rest}`),
      repository: fc.tuple(name, name).map((parts) => parts.join('/')),
      job_workflow_ref: fc
        .tuple(name, name, text(1000), text(1000))
        .map(([owner, repo, path, ref]) => `${owner}/${repo}/${path}@${ref}`),
      sha: fc.stringMatching(/^[0-9a-f]{40}$/),
    })
    .map((said) => {
      const rest = { aud: 'sigstore', exp: 1, repository_visibility: 'public' }
      return readClaims(token({ ...said, ...rest }))
    })
  const amount = fc.oneof(fc.nat(3), fc.constantFrom(999, 1000, 1001, 1500))
  const digests = (length: number) =>
    Array.from({ length }, (_, at) => found(parseDigest(`sha256:${at.toString(16).padStart(64, '0')}`)))

  test('whoever signs, and however much is attached', () => {
    fc.assert(
      fc.property(
        claims,
        fc.array(amount, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(DIGEST, undefined),
        (who, many, root) => {
          if ('wrong' in who) throw new Error(who.wrong)
          const plan = planSigning(inputs({ sign: 'keyless' }).signing, context({ idToken: true }), PUBLISH, {
            claims: who,
          })
          if (plan.kind === 'none') throw new Error(plan.reason)
          const { signer, unlogged } = plan
          const manifests = many.map((length) => ({ digest: DIGEST, referrers: digests(length) }))
          const signed = keptSigned({ signer, unlogged, trustedRoot: root, manifests })
          const state = { ...STATE, signed }
          expect(parseState(formatState(state), TEMP)).toEqual(state)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('and no more: of a long list the newest, of many images the first', () => {
    const manifests = Array.from({ length: 1001 }, () => ({ digest: DIGEST, referrers: [] as Digest[] }))
    expect(keptSigned({ ...SIGNED, manifests }).manifests).toHaveLength(1000)
    const kept = keptSigned({ ...SIGNED, manifests: [{ digest: DIGEST, referrers: digests(1001) }] })
    expect(kept.manifests[0]?.referrers).toEqual(digests(1001).slice(1))
  })
})

describe('a state that another step forged is refused', () => {
  /** The JSON of a good state, with a change. */
  const forged = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(formatState(STATE)) as Record<string, unknown>
    change(json)
    return JSON.stringify(json)
  }
  const inPublished = (change: Record<string, unknown>) =>
    forged((json) => Object.assign(json.published as object, change))
  const inSigned = (change: Record<string, unknown>) =>
    forged((json) => Object.assign(json.signed as object, change))
  const inSigner = (change: Record<string, unknown>) => inSigned({ signer: { ...SIGNED.signer, ...change } })
  const inSmoke = (change: Record<string, unknown>) =>
    inPublished({ smoke: { ...PUBLISHED.smoke, ...change } })

  test('the same state, not forged, is taken', () => {
    expect(
      parseState(
        forged(() => {}),
        TEMP,
      ),
    ).toEqual(STATE)
    expect(parseState(inPublished({}), TEMP)).toEqual(STATE)
    expect(parseState(inSmoke({}), TEMP)).toEqual(STATE)
  })

  test.each<[what: string, text: string]>([
    ['no text', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['another version', forged((json) => Object.assign(json, { version: 2 }))],
    ['no version', forged((json) => Object.assign(json, { version: undefined }))],
    ['an id that is none', forged((json) => Object.assign(json, { id: '../../../../' }))],
    ['an id of another run', forged((json) => Object.assign(json, { id: 'ffffffffffff' }))],
    ['an id that is a list', forged((json) => Object.assign(json, { id: [ID] }))],
    ['a folder elsewhere', forged((json) => Object.assign(json, { folder: '/home/runner' }))],
    ['a folder above', forged((json) => Object.assign(json, { folder: `${FOLDER}/..` }))],
    [
      'a folder in another temp',
      forged((json) => Object.assign(json, { folder: privateFolder('/other', ID) })),
    ],
    ['a folder beside', forged((json) => Object.assign(json, { folder: `${TEMP}/other` }))],
    ['a folder that begins so', forged((json) => Object.assign(json, { folder: `${FOLDER}-x` }))],
    [
      'a folder with a way around',
      forged((json) => Object.assign(json, { folder: `${FOLDER}/../../_work` })),
    ],
    ['a folder that is relative', forged((json) => Object.assign(json, { folder: `ghcr-publish-${ID}` }))],
    ['a folder with a NUL', forged((json) => Object.assign(json, { folder: `${FOLDER}\0` }))],
    ['a builder of somebody else', forged((json) => Object.assign(json, { builder: 'default' }))],
    ['a builder that is an option', forged((json) => Object.assign(json, { builder: '--all-inactive' }))],
    ['an image that is an option', forged((json) => Object.assign(json, { images: ['--force'] }))],
    ['an image that is no text', forged((json) => Object.assign(json, { images: [7] }))],
    ['images that are a text', forged((json) => Object.assign(json, { images: 'x' }))],
    ['too long an image', forged((json) => Object.assign(json, { images: ['x'.repeat(500)] }))],
    ['too many images', forged((json) => Object.assign(json, { images: Array(1001).fill('x') }))],
    ['null as what was published', forged((json) => Object.assign(json, { published: null }))],
    ['a text as what was published', forged((json) => Object.assign(json, { published: 'x' }))],
    ['an image name that is none', inPublished({ image: '--help' })],
    ['no image name', inPublished({ image: undefined })],
    ['an image name with an address', inPublished({ image: 'https://evil.example/o/app' })],
    ['an image name with credentials', inPublished({ image: 'me:word@evil.example/o/app' })],
    ['an image name with a way up', inPublished({ image: 'ghcr.io/acme/../other/app' })],
    ['an image name with a tag', inPublished({ image: 'ghcr.io/acme/app:v1' })],
    ['an image name with a port that is none', inPublished({ image: 'evil.example:99999/o/app' })],
    ['a digest that is none', inPublished({ digest: 'sha256:x' })],
    ['a digest without its function', inPublished({ digest: 'a'.repeat(64) })],
    ['a digest in capitals', inPublished({ digest: `sha256:${'A'.repeat(64)}` })],
    ['a digest that is too long', inPublished({ digest: `sha256:${'a'.repeat(65)}` })],
    ['a digest with a line end', inPublished({ digest: `sha256:${'a'.repeat(64)}\n` })],
    ['a digest that is a list', inPublished({ digest: [PUBLISHED.digest] })],
    ['a digest that is null', inPublished({ digest: null })],
    ['another digest function', inPublished({ digest: `sha512:${'a'.repeat(64)}` })],
    ['a platform that is none', inPublished({ platforms: ['--privileged'] })],
    ['platforms that are a text', inPublished({ platforms: 'linux/amd64' })],
    ['too many platforms', inPublished({ platforms: Array(1001).fill('linux/amd64') })],
    ['a tag that is none', inPublished({ tags: ['-x'] })],
    ['a tag that is a number', inPublished({ tags: [7] })],
    ['a tag of another package', inPublished({ tags: ['../../other/app/manifests/v1'] })],
    ['a version of another package', inPublished({ fixed: ['other/app:v1'] })],
    ['a moving tag of another package', inPublished({ lines: ['ghcr.io/other/app:latest'] })],
    ['a commit that is none', inPublished({ commit: 'HEAD; rm' })],
    ['a moving tag that is none', inPublished({ lines: ['--x'] })],
    ['a suffix that is a list', inPublished({ suffix: [] })],
    ['a branch that is a text', inPublished({ branch: 'main' })],
    ['a branch that is null', inPublished({ branch: null })],
    ['a branch without a tag', inPublished({ branch: { name: 'main' } })],
    ['a branch with a tag that is none', inPublished({ branch: { tag: 'a/b', name: 'a/b' } })],
    ['a branch without a name', inPublished({ branch: { tag: 'main' } })],
    ['a branch with an empty name', inPublished({ branch: { tag: 'main', name: '' } })],
    ['a branch that leads elsewhere', inPublished({ branch: { tag: 'main', name: 'x/../../../user' } })],
    ['a branch with a query', inPublished({ branch: { tag: 'main', name: 'main?x=y' } })],
    ['a branch with a line end', inPublished({ branch: { tag: 'main', name: 'main\n::x' } })],
    ['a branch of great length', inPublished({ branch: { tag: 'main', name: 'x'.repeat(256) } })],
    ['earlier images that are a text', forged((json) => Object.assign(json, { earlier: 'x' }))],
    ['an earlier image that is null', forged((json) => Object.assign(json, { earlier: [null] }))],
    [
      'an earlier image without a journal',
      forged((json) => Object.assign(json, { earlier: [{ published: json.published }] })),
    ],
    [
      'an earlier image with a name that is none',
      forged((json) => Object.assign(json, { earlier: [{ published: { image: '--help' }, journal: [] }] })),
    ],
    [
      'too many earlier images',
      forged((json) =>
        Object.assign(json, { earlier: Array(101).fill({ published: json.published, journal: [] }) }),
      ),
    ],
    ['no journal', forged((json) => Object.assign(json, { journal: undefined }))],
    [
      'a journal with a tag that is none',
      forged((json) => Object.assign(json, { journal: [{ tag: '-x' }] })),
    ],
    [
      'a journal with a tag of another package',
      forged((json) => Object.assign(json, { journal: [{ tag: 'other/app:v1', after: DIGEST }] })),
    ],
    [
      'a journal with a digest before that is none',
      forged((json) => Object.assign(json, { journal: [{ tag: 'x', before: 'sha256:', after: DIGEST }] })),
    ],
    [
      'a journal with a digest that is none',
      forged((json) => Object.assign(json, { journal: [{ tag: 'x', after: 'latest' }] })),
    ],
    [
      'a journal without end',
      forged((json) => Object.assign(json, { journal: Array(1001).fill({ tag: 'x' }) })),
    ],
    ['null as what was signed', forged((json) => Object.assign(json, { signed: null }))],
    ['a signer that is a text', inSigned({ signer: 'me' })],
    ['a signer of another kind', inSigner({ kind: 'anybody' })],
    ['an identity by a pattern', inSigner({ identity: { regexp: '.*' } })],
    ['an identity with a line end', inSigner({ identity: { exact: 'https://github.com/a\n--key=x' } })],
    ['an identity that is an option', inSigner({ identity: { exact: '--key=x' } })],
    ['no issuer', inSigner({ issuer: undefined })],
    ['no repository of who signed', inSigner({ repository: undefined })],
    ['no commit of who signed', inSigner({ commit: undefined })],
    ['a key that is none', inSigned({ signer: { kind: 'key', publicKey: '/etc/passwd' } })],
    ['a certificate whose time nobody tells', inSigned({ unlogged: true })],
    ['a log that is a text', inSigned({ unlogged: 'no' })],
    ['a trusted root by its path', inSigned({ trustedRoot: '/tmp/root.json' })],
    ['a trusted root that may be any', inSigned({ trustedRoot: true })],
    ['a trusted root that is null', inSigned({ trustedRoot: null })],
    ['nothing that was signed', inSigned({ manifests: [] })],
    ['a signed digest that is none', inSigned({ manifests: [{ digest: 'latest', referrers: [] }] })],
    ['a signature that is none', inSigned({ manifests: [{ digest: DIGEST, referrers: ['x'] }] })],
    ['signatures that are a text', inSigned({ manifests: [{ digest: DIGEST, referrers: 'x' }] })],
    ['no smoke test', inPublished({ smoke: undefined })],
    ['a smoke test that is a text', inPublished({ smoke: 'off' })],
    ['a mode that is none', inSmoke({ mode: 'lax' })],
    ['no time', inSmoke({ timeoutMs: 0 })],
    ['time without end', inSmoke({ timeoutMs: '9' })],
    ['more time than a timer can take', inSmoke({ timeoutMs: 1e12 })],
    ['arguments that are a text', inSmoke({ args: '--version' })],
    ['arguments with a number', inSmoke({ args: [7] })],
    ['an argument with a NUL', inSmoke({ args: ['a\0'] })],
    ['an entrypoint that is a list', inSmoke({ entrypoint: ['app'] })],
    ['an entrypoint with a NUL', inSmoke({ entrypoint: 'a\0' })],
    ['a port that is none', inSmoke({ http: { port: 0, path: '/' } })],
    ['half a port', inSmoke({ http: { port: 80.5, path: '/' } })],
    ['too high a port', inSmoke({ http: { port: 65_536, path: '/' } })],
    ['a path to another host', inSmoke({ http: { port: 80, path: '@evil.example/' } })],
    ['a path with a blank', inSmoke({ http: { port: 80, path: '/a b' } })],
    ['a probe that is null', inSmoke({ http: null })],
  ])('%s', (_, text) => {
    expect(parseState(text, TEMP)).toBeUndefined()
  })

  test('any JSON is read without trouble', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (text, value) => {
        expect(parseState(text, TEMP)).toBeUndefined()
        for (const key of ['builder', 'images', 'published', 'signed']) {
          const state = parseState(
            forged((json) => Object.assign(json, { [key]: value })),
            TEMP,
          )
          if (state !== undefined) expect(state.folder).toBe(FOLDER)
        }
      }),
    )
  })
})
