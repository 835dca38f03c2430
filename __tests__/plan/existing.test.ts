import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { InputError } from '../../src/domain/errors.ts'
import type { Held } from '../../src/domain/held.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { Tag } from '../../src/domain/reference.ts'
import { foretellExisting, judgeExisting, type Publishing, requireFree } from '../../src/plan/existing.ts'
import { listing, SHA, tag } from './given.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const platforms = (names: string) =>
  names.split(' ').flatMap((name): readonly Platform[] => {
    const platform = parsePlatform(`linux/${name}`)
    return platform === undefined ? [] : [platform]
  })
const OTHER = 'd'.repeat(40)

/** An image of this commit for amd64 and arm64, with attestations. */
function held(change: Partial<Held> = {}): Held {
  return {
    digest: digest('a'),
    platforms: platforms('amd64 arm64'),
    revision: SHA,
    version: '1.2.3',
    attested: true,
    marks: {},
    ...change,
  }
}

const PUBLISHING: Publishing = {
  fixed: [tag('v1.2.3')],
  commit: SHA,
  platforms: platforms('amd64 arm64'),
  attested: true,
  overwrite: false,
}

function judge(
  there: Readonly<Record<string, Held>>,
  change: Partial<Publishing> = {},
  withdrawn: readonly (readonly [string, Digest])[] = [],
) {
  const tags = new Map(Object.entries(there) as [Tag, Held][])
  return judgeExisting({ ...PUBLISHING, ...change }, tags, listing(Object.keys(there), new Map(withdrawn)))
}

const V = 'v1.2.3'

describe('a version', () => {
  test.each<[what: string, verdict: ReturnType<typeof judge>, kind: string, words: RegExp]>([
    ['that is new is built', judge({}), 'build', /^undefined$/],
    [
      'of the same commit is used again',
      judge({ [V]: held() }),
      'reuse',
      /published from this commit already/,
    ],
    [
      'of another commit is refused',
      judge({ [V]: held({ revision: OTHER }) }),
      'refuse',
      /from commit d{12}/,
    ],
    [
      'of no known commit is refused',
      judge({ [V]: held({ revision: undefined }) }),
      'refuse',
      /does not name/,
    ],
    [
      'of another commit is replaced where that is wanted',
      judge({ [V]: held({ revision: OTHER }) }, { overwrite: true }),
      'build',
      /overwrite: true replaces v1\.2\.3 of commit d{12}/,
    ],
    [
      'of the same commit is built again where that is wanted',
      judge({ [V]: held() }, { overwrite: true, replaces: [digest('a')] }),
      'build',
      /^overwrite: true builds v1\.2\.3 of this commit again$/,
    ],
    [
      'of the same commit by a run at the same time is adopted also then',
      judge({ [V]: held() }, { overwrite: true, replaces: [digest('b')] }),
      'reuse',
      /already/,
    ],
    [
      'with more platforms than are asked for is not built again with fewer',
      judge({ [V]: held() }, { overwrite: true, replaces: [digest('a')], platforms: platforms('amd64') }),
      'reuse',
      /already/,
    ],
    [
      'that lacks a platform is completed',
      judge({ [V]: held({ platforms: platforms('amd64') }) }),
      'build',
      /lacks linux\/arm64, so it is completed/,
    ],
    [
      'with more platforms than are asked for is used again',
      judge({ [V]: held() }, { platforms: platforms('amd64') }),
      'reuse',
      /already/,
    ],
    [
      'without attestations is completed',
      judge({ [V]: held({ attested: false }) }),
      'build',
      /no attestations, so it is completed/,
    ],
    [
      'without attestations is used again where none are wanted',
      judge({ [V]: held({ attested: false }) }, { attested: false }),
      'reuse',
      /already/,
    ],
    [
      'that was withdrawn may come from another commit',
      judge({ [V]: held({ revision: OTHER }) }, {}, [[V, digest('a')]]),
      'build',
      /was withdrawn, so it is published again/,
    ],
    [
      'that was withdrawn and published again since is taken',
      judge({ [V]: held({ revision: OTHER }) }, {}, [[V, digest('b')]]),
      'refuse',
      /A published version does not change/,
    ],
    [
      'of which one spelling is there is used again',
      judge({ '1.2.3': held() }, { fixed: [tag(V), tag('1.2.3')] }),
      'reuse',
      /^1\.2\.3 was published/,
    ],
    [
      'of which one spelling is from another commit is refused',
      judge({ [V]: held(), '1.2.3': held({ revision: OTHER }) }, { fixed: [tag(V), tag('1.2.3')] }),
      'refuse',
      /^1\.2\.3 exists already/,
    ],
    [
      'of this very image is taken, whatever it says of itself',
      judge({ [V]: held({ revision: undefined, platforms: [] }) }, { digest: digest('a') }),
      'reuse',
      /^v1\.2\.3 is this image already/,
    ],
    [
      'of another image of the same commit is refused where only this one will do',
      judge({ [V]: held() }, { digest: digest('b') }),
      'refuse',
      /^v1\.2\.3 exists already, as sha256:a+ of commit c0ffee00c0ff, and this is sha256:b+\./,
    ],
    [
      'of another image is replaced by this one where that is wanted',
      judge({ [V]: held() }, { digest: digest('b'), overwrite: true }),
      'build',
      /overwrite: true replaces/,
    ],
    [
      'that is there in the other spelling, from another commit, is refused',
      judge({ '1.2.3': held({ revision: OTHER }) }),
      'refuse',
      /^1\.2\.3 exists already/,
    ],
    [
      'that is there in the other spelling, from this commit, is built',
      judge({ '1.2.3': held() }),
      'build',
      /^undefined$/,
    ],
    [
      'of which this run would build another half is refused',
      judge({ [V]: held({ platforms: platforms('amd64') }) }, { platforms: platforms('arm64') }),
      'refuse',
      /^v1\.2\.3 of this commit is for linux\/amd64 too, which this run does not build/,
    ],
    ['without tags of its own is built', judge({ [V]: held() }, { fixed: [] }), 'build', /^undefined$/],
  ])('%s', (_, verdict, kind, words) => {
    expect(verdict.kind).toBe(kind)
    expect(verdict.kind === 'refuse' ? verdict.fault.found : String(verdict.reason)).toMatch(words)
  })

  test('whose revision is no commit is never printed as it stands', () => {
    const verdict = judge({ [V]: held({ revision: '::error::x' }) })
    expect(JSON.stringify(verdict)).not.toContain('::error')
  })
})

describe('what a run does about it', () => {
  const known = { listing: listing([V]), held: new Map([[tag(V), held({ revision: OTHER })]]) }

  test('a publish stops before the build, and says how to go on', () => {
    expect(() => requireFree(PUBLISHING, known)).toThrow(InputError)
    expect(() => requireFree(PUBLISHING, known)).toThrow(/overwrite: true.*rollback/)
  })

  test('a dry run tells that a real one is refused', () => {
    expect(foretellExisting(PUBLISHING, known).kind).toBe('build')
    expect(String(foretellExisting(PUBLISHING, known))).toBeDefined()
    const reuse = { listing: listing([V]), held: new Map([[tag(V), held()]]) }
    expect(foretellExisting(PUBLISHING, reuse)).toEqual({
      kind: 'build',
      reason: 'a real run builds nothing: v1.2.3 was published from this commit already',
    })
  })

  test('a git tag of that name on another commit is a fault', () => {
    const free = { listing: listing([]), held: new Map() }
    expect(() => requireFree(PUBLISHING, free, OTHER)).toThrow(/git tag of that name is on commit d{12}/)
    expect(requireFree(PUBLISHING, free, SHA).kind).toBe('build')
  })
})
