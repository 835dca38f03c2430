import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../../scripts/sandbox/registry.js'
import { INDEX_TYPES, MANIFEST_TYPES } from '../../../src/domain/manifest.ts'
import { formatPlatform } from '../../../src/domain/platform.ts'
import { createBuildx } from '../../../src/host/buildx.ts'
import { createProcesses } from '../../../src/host/process.ts'
import { theRig } from '../../rig/engines.ts'
import { type Machine, machine } from './machine.ts'

/** A cluster at a port on which nobody listens. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{ name: none, cluster: { server: 'https://127.0.0.1:1' } }]
contexts: [{ name: none, context: { cluster: none, user: nobody } }]
users: [{ name: nobody, user: {} }]
current-context: none
`
let user: Machine
let registry: Registry
const buildx = () => user.host.buildx

beforeAll(async () => {
  user = machine()
  for (const made of ['private', 'storage']) mkdirSync(join(user.root, made), { mode: 0o700 })
  registry = await startRegistry({
    storage: join(user.root, 'storage'),
    users: { writer: { password: 'pw', access: 'write' } },
    env: { ...process.env, PATH: theRig().tools.path },
  })
  const entry = { registry: registry.host, username: 'writer', password: 'pw' }
  await user.host.credentials.create(join(user.root, 'private'), [entry])
})
afterAll(async () => {
  await registry.stop()
  user.stop()
})

/** Builds a Dockerfile in a folder of its own. */
async function build(
  dockerfile: string,
  args: readonly string[],
  more: { timeoutMs?: number; builder?: string; env?: Readonly<Record<string, string>> } = {},
) {
  const context = mkdtempSync(join(user.root, 'context-'))
  writeFileSync(join(context, 'Dockerfile'), dockerfile)
  const { tools } = theRig()
  writeFileSync(
    join(context, 'busybox'),
    readFileSync(tools.busybox[process.arch === 'arm64' ? 'arm64' : 'amd64']),
    { mode: 0o755 },
  )
  const lines: string[] = []
  const metadataFile = join(user.root, 'metadata.json')
  const end = await buildx().build([...args, '.'], {
    env: more.env ?? {},
    cwd: context,
    timeoutMs: more.timeoutMs ?? 60_000,
    metadataFile,
    onLine: (line) => lines.push(line),
  })
  return { end, lines, metadataFile }
}

const PUSH = ['--provenance=false', '--push', '--platform=linux/amd64,linux/arm64']
const PLAIN = 'FROM scratch\nCOPY Dockerfile /x\n'

describe('a build', () => {
  test('gives the digest that the registry has, and its progress line by line', async () => {
    const tag = `${registry.host}/o/app:two`
    const { end, lines } = await build(PLAIN, [...PUSH, `--tag=${tag}`])
    await user.host.engine.removeImages([tag])
    expect(end).toMatchObject({ code: 0, timedOut: false })
    expect(await registry.tags('o/app')).toEqual({ two: end.digest })
    const vertexes = lines.flatMap((line) => (line.startsWith('{') ? (JSON.parse(line).vertexes ?? []) : []))
    expect(vertexes.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^\[linux\/(?:amd64|arm64) 1\/1\] COPY Dockerfile \/x$/),
    )
    const seen = await buildx().inspectImage(tag)
    expect(seen.descriptor.digest).toBe(end.digest)
    // Which of the two types it is depends on buildx and the driver.
    expect(INDEX_TYPES).toContain(seen.descriptor.mediaType)
    expect(
      seen.manifests.flatMap(({ platform }) => (platform === undefined ? [] : formatPlatform(platform))),
    ).toEqual(['linux/amd64', 'linux/arm64'])
  }, 60_000)

  test('that fails gives the words of buildx, no digest, and not that of an earlier build', async () => {
    const tag = `${registry.host}/o/fails:1`
    await build(PLAIN, [...PUSH, `--tag=${tag}`])
    await user.host.engine.removeImages([tag])
    const nonce = randomBytes(6).toString('hex')
    const { end, metadataFile } = await build(
      `FROM scratch\nCOPY busybox /busybox\nRUN ["/busybox", "sh", "-c", "echo ${nonce}; exit 7"]\n`,
      [],
    )
    expect(end).toMatchObject({ code: 1, digest: undefined, timedOut: false })
    expect(end.tail.join('\n')).toContain('exit code: 7')
    expect(end.tail.every((line) => !line.startsWith('{'))).toBe(true)
    expect(() => readFileSync(metadataFile)).toThrow('ENOENT')
  }, 60_000)

  test('is ended after its time', async () => {
    const nonce = randomBytes(6).toString('hex')
    const started = Date.now()
    const { end } = await build(
      `FROM scratch\nCOPY busybox /busybox\nRUN ["/busybox", "sh", "-c", "echo ${nonce}; /busybox sleep 120"]\n`,
      [],
      { timeoutMs: 3_000 },
    )
    expect(end).toMatchObject({ timedOut: true, digest: undefined })
    expect(end.code).not.toBe(0)
    expect(Date.now() - started).toBeLessThan(15_000)
  }, 30_000)

  test('gets a secret by the name of its variable only', async () => {
    const secret = randomBytes(12).toString('hex')
    // Its length is printed, never the word itself.
    const check = '/busybox wc -c < /run/secrets/word'
    const { end, lines } = await build(
      `FROM scratch\nCOPY busybox /busybox\nRUN --mount=type=secret,id=word ["/busybox", "sh", "-c", ${JSON.stringify(check)}]\n`,
      ['--no-cache', '--output=type=cacheonly', '--secret=id=word,env=THE_WORD'],
      { env: { THE_WORD: secret } },
    )
    const logs = lines.flatMap((line) => (line.startsWith('{') ? (JSON.parse(line).logs ?? []) : []))
    const output = logs.map(({ data }) => Buffer.from(data, 'base64').toString()).join('')
    expect(end.code).toBe(0)
    expect(output.trim()).toBe('24')
    expect(user.calls().join('\n')).not.toContain(secret)
  }, 60_000)
})

describe('inspecting', () => {
  test('a reference that is not there fails with the words of the registry', async () => {
    await expect(buildx().inspectImage(`${registry.host}/o/none:1`)).rejects.toThrow('not found')
  })

  test('a single manifest has no entries', async () => {
    const tag = `${registry.host}/o/single:1`
    await build(PLAIN, ['--provenance=false', '--push', `--tag=${tag}`])
    await user.host.engine.removeImages([tag])
    const { descriptor, manifests } = await buildx().inspectImage(tag)
    expect(MANIFEST_TYPES).toContain(descriptor.mediaType)
    expect(manifests).toEqual([])
  }, 60_000)
})

describe('builders', () => {
  const name = `host-real-${process.pid}`
  const container = (name: string, ...options: readonly string[]) => {
    const nodes = [{ endpoint: undefined, name: undefined, platforms: [], options }]
    return { name, driver: 'docker-container', nodes, config: undefined, entitlements: [] }
  }
  const names = async () => (await buildx().builders()).map((builder) => builder.name)

  test('are listed with what they can do; the engine’s own is there', async () => {
    const own = (await buildx().builders()).find(({ driver }) => driver === 'docker')
    expect(own).toMatchObject({ status: 'running', current: true })
    expect(own?.platforms.map(formatPlatform)).toContain(
      `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`,
    )
  })

  test('are made, build by digest without a tag, and are removed', async () => {
    const { reference } = theRig().tools.buildkit
    await buildx().create(container(name, `image=${reference}`, 'network=host'))
    try {
      expect((await buildx().builders()).find((builder) => builder.name === name)).toMatchObject({
        driver: 'docker-container',
        status: 'running',
        current: false,
        buildkit: expect.stringMatching(/^v?\d/),
      })
      const output = `type=image,name=${registry.host}/o/bydigest,push-by-digest=true,name-canonical=true,push=true`
      const { end } = await build(PLAIN, [`--builder=${name}`, '--provenance=false', `--output=${output}`])
      expect(end.code).toBe(0)
      expect(await registry.tags('o/bydigest')).toEqual({})
      const seen = await buildx().inspectImage(`${registry.host}/o/bydigest@${end.digest}`)
      expect(seen.descriptor.digest).toBe(end.digest)
    } finally {
      await buildx().remove(name)
    }
    expect(await names()).not.toContain(name)
  }, 90_000)

  test('in a cluster are called for with their options; one that cannot be reached leaves no entry', async () => {
    const inCluster = `${name}-cluster`
    const file = join(user.root, 'kubeconfig')
    writeFileSync(file, KUBECONFIG)
    const cluster = createBuildx(createProcesses({ ...user.env, KUBECONFIG: file }))
    const options = ['image=host-real.invalid/none:1', 'namespace=ci', 'replicas=2']
    const nodes = [{ endpoint: undefined, name: undefined, platforms: [], options }]
    const made = cluster.create({ ...container(inCluster), driver: 'kubernetes', nodes })
    await expect(made).rejects.toThrow(/namespaces\/ci\/deployments\/.*connection refused/)
    expect(await names()).toContain(inCluster)
    await expect(cluster.remove(inCluster)).rejects.toThrow(/was not removed: .*connection refused/)
    expect(await names()).not.toContain(inCluster)
  }, 60_000)

  test('that do not come up are an error in the words of buildx', async () => {
    const failing = `${name}-fails`
    const made = buildx().create(container(failing, 'image=host-real.invalid/none:1'))
    await expect(made).rejects.toThrow(`The builder ${failing} did not come up`)
    await buildx().remove(failing)
    expect(await names()).not.toContain(failing)
  }, 60_000)
})
