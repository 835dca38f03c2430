import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { RegistryError, type RegistryErrorKind } from '../../src/domain/errors.ts'
import type { Comparison, GitHubAnswer } from '../../src/domain/github.ts'
import { parseManifest } from '../../src/domain/manifest.ts'
import type { Host } from '../../src/host/host.ts'
import { decideBranch } from '../../src/steps/tags/branch.ts'
import { SHA, tag } from '../plan/given.ts'

const OTHER = 'b'.repeat(40)
const THIRD = 'd'.repeat(40)
const WORKFLOW = 'acme/app/.github/workflows/publish.yml'
const REVISION = 'org.opencontainers.image.revision'
const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const [CONFIG, FIRST, SECOND, PROOF] = ['1', '2', '3', '4'].map(digest)

type Marks = Readonly<Record<string, string>>

/** A registry by reference (a body: a manifest of its media type) and by digest of a configuration. */
interface Given {
  readonly manifests?: Readonly<Record<string, { readonly type: string; readonly body: unknown }>>
  readonly config?: string
  readonly failure?: RegistryErrorKind
  readonly head?: GitHubAnswer<string>
  readonly compared?: GitHubAnswer<Comparison>
}

/** Decides for SHA of the branch feature/x by run 12, and notes what was asked. */
async function decide(given: Given) {
  const asked: string[] = []
  const note = <T>(question: string, answer: T): T => {
    asked.push(question)
    return answer
  }
  const registry = {
    async manifest(_: unknown, reference: string) {
      if (given.failure !== undefined) throw new RegistryError(given.failure, { found: 'x' })
      const found = note(reference, given.manifests?.[reference])
      return found && { descriptor: { digest: PROOF }, content: parseManifest(found.type, found.body) }
    },
    head: async () => ({ digest: PROOF }),
    async blob(_: unknown, descriptor: { readonly digest: string }) {
      if (given.config === undefined) throw new RegistryError('not-found', { found: 'x' })
      return note(`blob ${descriptor.digest}`, Buffer.from(given.config))
    },
  }
  const github = {
    branchHead: async (branch: string) => note(`head ${branch}`, given.head ?? { value: THIRD }),
    compare: async (base: string, head: string) =>
      note(`compare ${base}...${head}`, given.compared ?? { unknown: 'it answered 404' }),
  }
  const host = { registry, github } as unknown as Host
  const image = { registry: 'ghcr.io', repository: 'acme/app' }
  const run = { workflow: WORKFLOW, runNumber: 12 }
  const move = await decideBranch(host, {
    image,
    tag: tag('feature-x'),
    branch: 'feature/x',
    commit: SHA,
    run,
  })
  return { ...move, asked }
}

const manifest = (annotations: Marks = {}) => ({
  type: MANIFEST,
  body: { config: { mediaType: 'x', digest: CONFIG, size: 2 }, layers: [], annotations },
})
const index = (annotations: Marks = {}) => ({
  type: INDEX,
  body: {
    manifests: [
      {
        ...{ mediaType: MANIFEST, digest: PROOF, size: 2 },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
      { mediaType: MANIFEST, digest: FIRST, size: 2, platform: { os: 'linux', architecture: 'amd64' } },
      { mediaType: MANIFEST, digest: SECOND, size: 2, platform: { os: 'linux', architecture: 'arm64' } },
    ],
    annotations,
  },
})
const config = (Labels: unknown) => JSON.stringify({ config: { Labels } })
const COMPARE = `compare ${OTHER}...${SHA}`

describe('GitHub', () => {
  const held = { 'feature-x': index({ [REVISION]: OTHER }) }

  test('is not asked where the tag does not exist', async () => {
    expect(await decide({})).toEqual({
      ...{ tag: 'feature-x', move: true, reason: 'this branch', seen: undefined },
      asked: ['feature-x'],
    })
  })

  test('is not asked where the tag is of this commit', async () => {
    const { move, asked } = await decide({ manifests: { 'feature-x': manifest({ [REVISION]: SHA }) } })
    expect([move, asked]).toEqual([true, ['feature-x']])
  })

  test.each<[what: string, GitHubAnswer<string>, move: boolean]>([
    ['this is the head', { value: SHA }, true],
    ['the head is not told', { unknown: 'it answered 403' }, true],
    ['the head is there', { value: OTHER }, false],
  ])('does not compare where %s', async (_, head, moved) => {
    const { move, asked } = await decide({ manifests: held, head, compared: { value: 'behind' } })
    expect([move, asked]).toEqual([moved, ['feature-x', 'head feature/x']])
  })

  test.each<[Comparison, move: boolean]>([
    ['ahead', true],
    ['identical', true],
    ['behind', false],
    ['diverged', false],
  ])('compares what is there with this commit: %s', async (status, moved) => {
    for (const head of [{ value: THIRD }, { value: undefined }]) {
      const { move, asked } = await decide({ manifests: held, head, compared: { value: status } })
      expect([move, asked]).toEqual([moved, ['feature-x', 'head feature/x', COMPARE]])
    }
  })

  test('is silent: the later run decides', async () => {
    const marks = { 'ghcr-publish.run-number': '13', 'ghcr-publish.workflow': WORKFLOW }
    const { move, reason } = await decide({
      manifests: { 'feature-x': index({ [REVISION]: OTHER, ...marks }) },
      head: { unknown: 'no answer in 10 s' },
    })
    expect([move, reason]).toEqual([
      false,
      'run 12 is older than run 13, which wrote it (GitHub does not tell the history: no answer in 10 s)',
    ])
  })
})

describe('the commit that is there', () => {
  const one = (annotations?: Marks) => ({ 'feature-x': manifest(annotations) })
  const many = (outer?: Marks, inner?: Marks) => ({
    'feature-x': index(outer),
    [`${FIRST}`]: manifest(inner),
  })

  test.each<[what: string, given: Given, found: boolean]>([
    ['an annotation of the index', { manifests: many({ [REVISION]: OTHER }) }, true],
    ['an annotation of the manifest', { manifests: one({ [REVISION]: OTHER }) }, true],
    [
      'an annotation of the first platform',
      { manifests: many({}, { [REVISION]: OTHER }), config: config({ [REVISION]: THIRD }) },
      true,
    ],
    ['a label', { manifests: one(), config: config({ [REVISION]: OTHER }) }, true],
    ['a label of the first platform', { manifests: many(), config: config({ [REVISION]: OTHER }) }, true],
    ['nowhere', { manifests: many(), config: config({}) }, false],
    ['nowhere, without labels', { manifests: one(), config: '{}' }, false],
    ['nowhere, in what is no configuration', { manifests: one(), config: 'x' }, false],
    ['nowhere, in a null', { manifests: one(), config: 'null' }, false],
    ['nowhere, without a configuration', { manifests: one() }, false],
    ['nowhere, without the platform', { manifests: { 'feature-x': index() } }, false],
    [
      'nowhere, without any platform',
      { manifests: { 'feature-x': { type: INDEX, body: { manifests: [] } } } },
      false,
    ],
    ['in words that are no commit', { manifests: one({ [REVISION]: 'main' }), config: '{}' }, false],
  ])('is told by %s', async (_, given, found) => {
    const { asked, move, reason } = await decide({ ...given, compared: { value: 'behind' } })
    expect(asked.includes(COMPARE)).toBe(found)
    expect(move).toBe(!found)
    if (!found) expect(reason).toMatch(/names no commit/)
  })

  test('is told by nothing that is no image', async () => {
    const { move, reason } = await decide({ failure: 'invalid-answer' })
    expect([move, reason]).toEqual([
      true,
      'this branch; the image that is there names no commit, and the runs are not known',
    ])
  })

  test.each<RegistryErrorKind>(['unauthorized', 'denied', 'temporary', 'unreachable', 'rejected'])(
    'is not guessed where the registry is %s',
    async (failure) => {
      await expect(decide({ failure })).rejects.toThrow(RegistryError)
    },
  )
})
