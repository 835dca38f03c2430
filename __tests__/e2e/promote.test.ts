import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { RegistryReader } from '../rig/registry-reader.ts'
import { type Pointer, Store } from '../rig/store.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

/** Inputs of the main action that this one has not. */
const NOT_ITS_OWN = { image: '', sbom: '', 'binfmt-image': '' }
const PROD = 'octocat/prod'

// No engine and no builder has a part in it, so one leg stands for all.
describe.each(LEGS.slice(0, 1))('promote, on $name,', (kind) => {
  let leg: Leg
  let other: Registry
  const digests: Record<string, string> = {}
  let root: Pointer
  let signature: Pointer
  let cosign: Pointer

  beforeAll(async () => {
    leg = await startLeg(kind)
    const storage = join(leg.root, 'other')
    mkdirSync(storage)
    const users = { [WRITER.name]: { password: WRITER.password, access: 'write' } } as const
    other = await startRegistry({ storage, users, env: { ...process.env, PATH: leg.tools.path } })
    for (const version of ['v1.1.0', 'v1.2.3', 'v1.2.4', 'v1.3.0']) {
      const inputs = version === 'v1.2.3' ? {} : SMALL
      const job = await publish({
        leg,
        workspace: leg.workspace({ version }),
        ref: `refs/tags/${version}`,
        inputs,
      })
      succeeded(job)
      digests[version] = job.outputs.digest ?? ''
    }
    const store = new Store(leg.registry, REPOSITORY)
    root = { mediaType: 'application/vnd.oci.image.index.v1+json', digest: digests['v1.2.3'] ?? '', size: 1 }
    signature = await store.artifact('a signature', { subject: root })
    await store.referrers(root, signature)
    cosign = await store.artifact('one of cosign', { tag: `${root.digest.replace(':', '-')}.sig` })
  }, 300_000)
  afterEach(() => leg.registry.set({ faults: [] }))
  afterAll(async () => {
    await other.stop()
    await leg.stop()
  })

  /** Promotes a version, or what else the inputs say. */
  function promote(
    version: string,
    to: readonly string[],
    inputs: Readonly<Record<string, string>> = {},
    job: Partial<Job> = {},
  ): Promise<JobResult> {
    const ends = {
      from: `${leg.image}:${version}`,
      to: to.map((repository) => `${leg.registry.host}/${repository}`).join('\n'),
    }
    return publish({
      ...{ leg, workspace: leg.workspace(), action: 'promote' },
      inputs: { ...NOT_ITS_OWN, ...ends, ...inputs },
      ...job,
    })
  }
  const tagsOf = (repository: string) => leg.reader.tags(repository)
  const puts = ({ requests }: Pick<JobResult, 'requests'>) =>
    requests.filter(({ method }) => method === 'PUT')
  const bodies = ({ requests }: Pick<JobResult, 'requests'>) =>
    requests.filter(({ method, path }) => /^(?:PUT|PATCH)$/.test(method) && path.includes('/blobs/'))

  /** Holds a repository to having the image of v1.2.3 whole, with what refers to it. */
  async function isWhole(reader: RegistryReader, repository: string): Promise<void> {
    const { manifest } = await reader.manifest(repository, root.digest)
    const children = manifest.manifests ?? []
    expect(children).toHaveLength(4)
    for (const child of children) {
      const { manifest } = await reader.manifest(repository, child.digest)
      if (manifest.config) expect(await reader.blob(repository, manifest.config.digest)).toBeDefined()
    }
    const list = await reader.manifest(repository, root.digest.replace(':', '-'))
    expect(list.manifest.manifests?.map(({ digest }) => digest)).toEqual([signature.digest])
    await reader.manifest(repository, signature.digest)
    const tagged = await reader.manifest(repository, `${root.digest.replace(':', '-')}.sig`)
    expect(tagged.digest).toBe(cosign.digest)
  }

  test('to another repository: all of the image is mounted, and no body of a blob is sent', async () => {
    const job = await promote('v1.2.3', [PROD])
    succeeded(job)
    expect(bodies(job)).toEqual([])
    expect(job.requests.some(({ path, status }) => path.includes('mount=') && status === 201)).toBe(true)
    await isWhole(leg.reader, PROD)
    const tags = await tagsOf(PROD)
    expect(tags).toMatchObject({
      ...{ 'v1.2.3': root.digest, 'v1.2': root.digest, v1: root.digest, latest: root.digest },
    })
    expect(job.outputs).toMatchObject({
      digest: root.digest,
      reference: `${leg.registry.host}/${PROD}@${root.digest}`,
      tags: expect.stringMatching(new RegExp(`^${leg.registry.host}/${PROD}:v1\\.2\\.3\n`)),
    })
    expect(JSON.parse(job.outputs.json ?? '')).toMatchObject({ targets: [{ copied: { copied: 0 } }] })
    expect(job.summary).toMatch(/\| `latest` \| new \| – \| `[0-9a-f]{12}` \| highest of all versions \|/)
    expect(job.log).not.toContain(WRITER.password)
    expect(job.post?.log.join('\n')).toContain('read back every tag that it moved')
  }, 60_000)

  test('again writes nothing', async () => {
    const before = await tagsOf(PROD)
    const job = await promote('v1.2.3', [PROD], { digest: root.digest })
    succeeded(job)
    expect(puts(job)).toEqual([])
    expect(job.log).toContain('everything is there already')
    expect(await tagsOf(PROD)).toEqual(before)
  }, 60_000)

  test('of an older version moves its own line, and latest stays', async () => {
    succeeded(await promote('v1.1.0', [PROD]))
    expect(await tagsOf(PROD)).toMatchObject({
      ...{ 'v1.1.0': digests['v1.1.0'], 'v1.1': digests['v1.1.0'] },
      ...{ v1: root.digest, latest: root.digest },
    })
  }, 60_000)

  test('of another image under a version that is there is refused, and replaces it where that is wanted', async () => {
    const before = await tagsOf(PROD)
    const refused = await promote('v1.2.4', [PROD], { tag: 'v1.2.3' })
    expect(failedInMain(refused, refused.tags)).toMatch(
      /tag: .*octocat\/prod: v1\.2\.3 exists already, as sha256:.* A published version does not change\..*overwrite: true/,
    )
    expect(puts(refused)).toEqual([])
    expect(await tagsOf(PROD)).toEqual(before)
    succeeded(await promote('v1.2.4', [PROD], { tag: 'v1.2.3', overwrite: 'true' }))
    expect((await tagsOf(PROD))['v1.2.3']).toBe(digests['v1.2.4'])
  }, 60_000)

  test('to another registry, by digest: what is there is the same, and is named as at the source', async () => {
    other.clearRequests()
    const job = await promote('', [], {
      from: `${leg.image}@${root.digest}`,
      to: `${other.host}/octocat/app`,
    })
    succeeded(job)
    const sent = bodies({ requests: other.requests() })
    expect(sent.length).toBeGreaterThan(4)
    expect(puts(job)).toEqual([])
    const reader = new RegistryReader(other)
    await isWhole(reader, 'octocat/app')
    expect(await reader.tags('octocat/app')).toMatchObject({ 'v1.2.3': root.digest, latest: root.digest })
  }, 60_000)

  test('in a pull request tells what it would do', async () => {
    const payload = {
      number: 7,
      pull_request: { number: 7, user: { login: 'octocat' }, head: { repo: { full_name: REPOSITORY } } },
    }
    const job = await promote('v1.3.0', ['octocat/fresh'], {}, { event: 'pull_request', payload })
    succeeded(job)
    expect(job.requests.filter(({ method }) => !/^(?:GET|HEAD)$/.test(method))).toEqual([])
    expect(job.outputs).toMatchObject({ digest: digests['v1.3.0'], reference: '' })
    expect(job.outputs.tags).toContain('octocat/fresh:latest')
  }, 60_000)

  test.each<[what: string, inputs: Readonly<Record<string, string>>, words: RegExp]>([
    [
      'a digest that is not the expected one',
      { digest: `sha256:${'e'.repeat(64)}` },
      /digest: .*:v1\.2\.4 is sha256:.* now\. Allowed: sha256:e+/,
    ],
    [
      'a source that does not exist',
      { from: 'SELF:v9.9.9' },
      /from: .*:v9\.9\.9 does not exist\. Check name and tag/,
    ],
    [
      'bad inputs, all in one report',
      { from: 'x y', to: 'a@b', tag: 'latest', digest: 'z', 'dry-run': 'maybe' },
      /^5 inputs cannot be used:\n {2}from: .*\n {2}to: .*\n {2}tag: .*\n {2}digest: .*\n {2}dry-run: /,
    ],
  ])(
    '%s',
    async (_, inputs, words) => {
      const from = inputs.from?.replace('SELF', leg.image)
      const job = await promote('v1.2.4', ['octocat/none'], { ...inputs, ...(from && { from }) })
      expect(failedInMain(job, job.tags)).toMatch(words)
      expect(puts(job)).toEqual([])
      expect(await tagsOf('octocat/none')).toEqual({})
    },
    60_000,
  )

  describe('to two targets', () => {
    const BOTH = ['octocat/a', 'octocat/b']
    const moving = async () => {
      const all = await Promise.all(BOTH.map(tagsOf))
      return all.map(({ v1, latest }) => ({ v1, latest }))
    }
    const both = (version: string) => {
      const digest = digests[version]
      return [
        { v1: digest, latest: digest },
        { v1: digest, latest: digest },
      ]
    }

    test('of which the second fails: the tags of both are put back', async () => {
      succeeded(await promote('v1.1.0', BOTH))
      expect(await moving()).toEqual(both('v1.1.0'))
      const path = /\/octocat\/b\/manifests\/v1$/
      leg.registry.set({ faults: [{ method: 'PUT', path, status: 403, code: 'DENIED', message: 'denied' }] })
      const job = await promote('v1.2.4', BOTH, {}, { between: async () => leg.registry.set({ faults: [] }) })
      expect(job.main).toMatchObject({ result: 'failure', code: 1 })
      expect(job.main.annotations.error).toEqual([
        expect.stringMatching(/^The tag v1 was not moved\. .*denied/),
      ])
      expect(await moving()).toEqual(both('v1.1.0'))
      for (const repository of BOTH) {
        const tags = await tagsOf(repository)
        expect(tags['withdrawn-v1.2.4']).toBe(digests['v1.2.4'])
      }
      expect(job.post?.log.join('\n')).toContain('Nothing was published')
      expect(job.left).toEqual({})
      succeeded(await promote('v1.2.4', BOTH))
      expect(await moving()).toEqual(both('v1.2.4'))
    }, 120_000)

    test('and killed in the middle: the post step puts the tags of both back', async () => {
      const path = /\/octocat\/b\/manifests\/v1\.3$/
      leg.registry.set({ faults: [{ method: 'PUT', path, afterMs: 1500 }] })
      const writes = () => leg.registry.requests().some((one) => one.method === 'PUT' && path.test(one.path))
      const job = await promote(
        'v1.3.0',
        BOTH,
        {},
        {
          during: async (main) => {
            for (let tries = 0; tries < 600 && !writes(); tries++) await sleep(50)
            main.kill()
          },
          between: () => sleep(2000),
        },
      )
      expect(job).toMatchObject({ status: 'failure', left: {}, outputs: {} })
      expect(job.post?.log.join('\n')).toMatch(/ended while it moved the tags, so they are put back/)
      expect(await moving()).toEqual(both('v1.2.4'))
    }, 120_000)
  })
})
