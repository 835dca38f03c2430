import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { writeArchive } from '../../scripts/rig/archive.js'
import { DENY, type Registry, startRegistry } from '../../scripts/sandbox/registry.js'

const run = promisify(execFile)
const USERS = {
  writer: { password: 'write-pw', access: 'write' },
  reader: { password: 'read-pw', access: 'read' },
} as const

let root: string
let registry: Registry

/** A client's environment with a docker configuration that knows one user, or nobody. */
function clientOf(user?: keyof typeof USERS): NodeJS.ProcessEnv {
  const config = join(root, `config-${user ?? 'nobody'}`)
  mkdirSync(config, { recursive: true })
  const auth = user && Buffer.from(`${user}:${USERS[user].password}`).toString('base64')
  const auths = auth ? { [registry.host]: { auth } } : {}
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths }))
  return { ...process.env, DOCKER_CONFIG: config, HOME: root }
}

const crane = (args: string[], user?: keyof typeof USERS) => run('crane', args, { env: clientOf(user) })

/** Writes an image layout of one small layer and pushes it with crane; resolves to its digest. */
async function push(name: string, text: string, user: keyof typeof USERS = 'writer'): Promise<string> {
  const blob = (data: string | Buffer) => {
    const digest = `sha256:${createHash('sha256').update(data).digest('hex')}`
    const folder = join(layout, 'blobs', 'sha256')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, digest.slice(7)), data)
    return { digest, size: Buffer.byteLength(data) }
  }
  const layout = mkdtempSync(join(root, 'layout-'))
  const oci = 'application/vnd.oci.image'
  const config = blob(
    JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
  )
  const layer = blob(text)
  const manifest = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${oci}.manifest.v1+json`,
      config: { mediaType: `${oci}.config.v1+json`, ...config },
      layers: [{ mediaType: `${oci}.layer.v1.tar`, ...layer }],
    }),
  )
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  const manifests = [{ mediaType: `${oci}.manifest.v1+json`, ...manifest }]
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
  await crane(['push', layout, `${registry.host}/${name}`], user)
  return manifest.digest
}

/** A token for some scopes, the way a client of our own would ask for it. */
async function bearer(scope: string, user?: keyof typeof USERS): Promise<{ authorization: string }> {
  const basic = user && Buffer.from(`${user}:${USERS[user].password}`).toString('base64')
  const headers = basic ? { authorization: `Basic ${basic}` } : undefined
  const answer = await fetch(`${registry.url}/token?scope=${scope}`, headers ? { headers } : {})
  const { token } = (await answer.json()) as { token: string }
  return { authorization: `Bearer ${token}` }
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'rig-registry-'))
  mkdirSync(join(root, 'storage'))
})
beforeEach(async () => {
  registry = await startRegistry({ storage: join(root, 'storage'), users: USERS })
})
afterEach(() => registry.stop())
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the token dance', () => {
  test('a request without a token is told where to get one', async () => {
    const answer = await fetch(`${registry.url}/v2/o/app/manifests/x`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="${registry.url}/token",service="ghcr-stand-in",scope="repository:o/app:pull"`,
    )
  })

  test('wrong credentials are denied with 403, an anonymous request with 401', async () => {
    const headers = { authorization: `Basic ${Buffer.from('writer:wrong').toString('base64')}` }
    const wrong = await fetch(`${registry.url}/token?scope=repository:o/app:pull`, { headers })
    expect([wrong.status, await wrong.json()]).toEqual([
      403,
      { errors: [{ code: 'DENIED', message: 'denied' }] },
    ])
    expect((await fetch(`${registry.url}/token?scope=repository:o/app:pull`)).status).toBe(401)
  })

  test('a token opens its own repositories only', async () => {
    await push('o/app:scoped', 'scoped')
    const headers = await bearer('repository:o/app:pull', 'writer')
    expect((await fetch(`${registry.url}/v2/o/app/tags/list`, { headers })).status).toBe(200)
    const other = await fetch(`${registry.url}/v2/o/other/tags/list`, { headers })
    expect(other.status).toBe(401)
    expect(other.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    const write = await fetch(`${registry.url}/v2/o/app/blobs/uploads/`, { method: 'POST', headers })
    expect(write.status).toBe(401)
  })

  test("the password grant of docker's clients works", async () => {
    const body = new URLSearchParams({
      grant_type: 'password',
      username: 'writer',
      password: 'write-pw',
      scope: 'repository:o/app:pull',
    })
    const answer = await fetch(`${registry.url}/token`, { method: 'POST', body })
    expect(await answer.json()).toMatchObject({ access_token: expect.any(String) })
  })

  test('a public package can be pulled by anybody and pushed by nobody unknown', async () => {
    await push('o/app:public', 'public')
    await expect(crane(['digest', `${registry.host}/o/app:public`])).rejects.toThrow(
      /authentication required/,
    )
    registry.set({ anonymousPull: true })
    expect((await crane(['digest', `${registry.host}/o/app:public`])).stdout).toMatch(/^sha256:/)
    const headers = await bearer('repository:o/app:pull,push')
    const upload = await fetch(`${registry.url}/v2/o/app/blobs/uploads/`, { method: 'POST', headers })
    expect([upload.status, await upload.text()]).toEqual([401, expect.stringContaining('unauthenticated')])
  })

  test.each(Object.values(DENY))(
    'a reader gets a token and is refused at the write: %s',
    async (denyText) => {
      registry.set({ denyText })
      await expect(push('o/app:refused', 'refused', 'reader')).rejects.toThrow(`DENIED: ${denyText}`)
      const { status, user } = registry.requests().find(({ method }) => method === 'POST') ?? {}
      expect({ status, user }).toEqual({ status: 403, user: 'reader' })
    },
  )
})

describe('real clients', () => {
  const name = `rig-registry-${process.pid}`

  test('docker logs in, pushes and pulls; buildx pushes two platforms and inspects them', async () => {
    const env = clientOf()
    const folder = mkdtempSync(join(root, 'context-'))
    writeFileSync(join(folder, 'big'), Buffer.alloc(3_000_000, 'x'))
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY big /big\n')
    const docker = (...args: string[]) => run('docker', args, { env, cwd: folder })
    const image = `${registry.host}/o/${name}`
    const login = promisify(execFile)(
      'docker',
      ['login', '-u', 'writer', '--password-stdin', registry.host],
      { env },
    )
    login.child.stdin?.end('write-pw')
    expect((await login).stdout).toContain('Login Succeeded')
    try {
      await docker('build', '-q', '-t', `${image}:one`, '.')
      await docker('push', '-q', `${image}:one`)
      await docker('image', 'rm', `${image}:one`)
      await docker('pull', '-q', `${image}:one`)
      await docker(
        'buildx',
        'build',
        '--platform',
        'linux/amd64,linux/arm64',
        '-t',
        `${image}:two`,
        '--push',
        '.',
      )
      const { stdout } = await docker(
        'buildx',
        'imagetools',
        'inspect',
        `${image}:two`,
        '--format',
        '{{json .Manifest}}',
      )
      expect(JSON.parse(stdout).manifests).toHaveLength(4)
      await docker('buildx', 'imagetools', 'create', '-t', `${image}:three`, `${image}:two`)
      expect((await crane(['ls', image], 'writer')).stdout.trim().split('\n')).toEqual([
        'one',
        'two',
        'three',
      ])
    } finally {
      await docker('image', 'rm', '-f', `${image}:one`, `${image}:two`).catch(() => undefined)
    }
  }, 60_000)

  test('docker with a wrong password is told so', async () => {
    const login = run('docker', ['login', '-u', 'writer', '--password-stdin', registry.host], {
      env: clientOf(),
    })
    login.child.stdin?.end('wrong')
    await expect(login).rejects.toThrow(/denied/)
  })

  test('oras attaches and copies', async () => {
    await push('o/app:base', 'base')
    const env = clientOf('writer')
    const file = join(root, 'note.txt')
    writeFileSync(file, 'note')
    const reference = `${registry.host}/o/app:base`
    const attach = [
      'attach',
      '--plain-http',
      '--disable-path-validation',
      '--artifact-type',
      'text/note',
      reference,
      file,
    ]
    await run('oras', attach, { env })
    const { stdout } = await run('oras', ['discover', '--plain-http', '--format', 'json', reference], { env })
    expect(stdout).toContain('text/note')
    await run(
      'oras',
      ['cp', '-r', '--from-plain-http', '--to-plain-http', reference, `${registry.host}/o/copy:base`],
      { env },
    )
    expect((await crane(['ls', `${registry.host}/o/copy`], 'writer')).stdout).toContain('base')
  })
})

describe("GHCR's ways", () => {
  test('tags are listed oldest first, in pages, and after a restart as well', async () => {
    for (const tag of ['zeta', 'alpha', 'mid']) await push(`o/order:${tag}`, tag)
    await push('o/order:zeta', 'again')
    const list = async (query: string) => {
      const headers = await bearer('repository:o/order:pull', 'writer')
      const answer = await fetch(`${registry.url}/v2/o/order/tags/list${query}`, { headers })
      return { tags: ((await answer.json()) as { tags: string[] }).tags, link: answer.headers.get('link') }
    }
    const second = '</v2/o/order/tags/list?last=alpha&n=2>; rel="next"'
    expect(await list('?n=2')).toEqual({ tags: ['zeta', 'alpha'], link: second })
    expect(await list('?last=alpha&n=2')).toEqual({ tags: ['mid'], link: null })
    registry.set({ pageSize: 1 })
    expect((await list('')).link).toBe('</v2/o/order/tags/list?last=zeta&n=0>; rel="next"')
    await registry.stop()
    registry = await startRegistry({ storage: join(root, 'storage'), users: USERS })
    expect((await list('?n=10000')).tags).toEqual(['zeta', 'alpha', 'mid'])
  })

  test('lists and manifests lag behind a write', async () => {
    const first = await push('o/lag:moving', 'first')
    const second = await push('o/lag:moving', 'second')
    registry.set({ manifestLagMs: 60_000, listLagMs: 60_000 })
    await expect(crane(['digest', `${registry.host}/o/lag:moving`], 'writer')).rejects.toThrow(
      /MANIFEST_UNKNOWN|404/,
    )
    expect((await crane(['ls', `${registry.host}/o/lag`], 'writer')).stdout).toBe('')
    registry.set({ manifestLagMs: 0, listLagMs: 0 })
    expect((await crane(['digest', `${registry.host}/o/lag:moving`], 'writer')).stdout.trim()).toBe(second)
    const between = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await push('o/lag:moving', 'third')
    registry.set({ manifestLagMs: Date.now() - between })
    expect((await crane(['digest', `${registry.host}/o/lag:moving`], 'writer')).stdout.trim()).toBe(second)
    expect(first).not.toBe(second)
  })

  test('DELETE is not supported, unless the switch says so', async () => {
    const digest = await push('o/delete:me', 'delete')
    const headers = await bearer('repository:o/delete:pull,push', 'writer')
    const remove = async () =>
      (await fetch(`${registry.url}/v2/o/delete/manifests/${digest}`, { method: 'DELETE', headers })).status
    expect(await remove()).toBe(405)
    registry.set({ deleteStatus: undefined })
    expect(await remove()).toBe(202)
  })

  test('an index of nothing is taken, unless the switch says that it is not', async () => {
    const digest = await push('o/nothing:me', 'nothing')
    const type = 'application/vnd.oci.image.index.v1+json'
    const headers = { ...(await bearer('repository:o/nothing:pull,push', 'writer')), 'content-type': type }
    const put = async (manifests: readonly object[]) => {
      const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests })
      return fetch(`${registry.url}/v2/o/nothing/manifests/none`, { method: 'PUT', headers, body })
    }
    expect((await put([])).status).toBe(201)
    registry.set({ emptyIndex: false })
    const refused = await put([])
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('MANIFEST_INVALID')
    const { headers: known } = await fetch(`${registry.url}/v2/o/nothing/manifests/${digest}`, {
      headers: { ...headers, accept: 'application/vnd.oci.image.manifest.v1+json' },
    })
    const size = Number(known.get('content-length'))
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    expect((await put([{ mediaType, digest, size }])).status).toBe(201)
  })

  test('referrers answer as told', async () => {
    const digest = await push('o/refer:me', 'refer')
    const headers = await bearer('repository:o/refer:pull', 'writer')
    const get = () => fetch(`${registry.url}/v2/o/refer/referrers/${digest}`, { headers, redirect: 'manual' })
    expect((await get()).status).toBe(404)
    registry.set({ referrers: 'empty' })
    expect(await (await get()).json()).toMatchObject({ manifests: [] })
    registry.set({ referrers: '303' })
    expect((await get()).headers.get('location')).toBe(`${registry.url}/html/o/refer`)
  })

  test('referrers are what was written for an image, by type where one is asked for', async () => {
    const digest = await push('o/refer:api', 'refer to me')
    const type = 'application/vnd.oci.image.index.v1+json'
    const headers = { ...(await bearer('repository:o/refer:pull,push', 'writer')), 'content-type': type }
    const subject = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1 }
    const index = {
      schemaVersion: 2,
      mediaType: type,
      artifactType: 'application/test',
      manifests: [],
      subject,
    }
    const body = JSON.stringify(index)
    await fetch(`${registry.url}/v2/o/refer/manifests/referrer`, { method: 'PUT', headers, body })
    registry.set({ referrers: 'api' })
    const get = (query = '') => fetch(`${registry.url}/v2/o/refer/referrers/${digest}${query}`, { headers })
    const referrer = { mediaType: type, size: body.length, artifactType: 'application/test' }
    expect(await (await get()).json()).toMatchObject({ manifests: [referrer] })
    const other = await get('?artifactType=application/other')
    expect(await other.json()).toMatchObject({ manifests: [] })
    expect(other.headers.get('oci-filters-applied')).toBe('artifactType')
  })
})

describe('faults', () => {
  test('hit the named requests, so many times, after authorization', async () => {
    await push('o/fault:me', 'fault')
    const fault = {
      method: 'GET',
      path: /tags\/list/,
      status: 429,
      code: 'TOOMANYREQUESTS',
      message: 'slow down',
    }
    registry.set({ faults: [{ ...fault, headers: { 'retry-after': '1' }, times: 1 }] })
    const list = async (headers = {}) => fetch(`${registry.url}/v2/o/fault/tags/list`, { headers })
    const headers = await bearer('repository:o/fault:pull', 'writer')
    expect((await list()).status).toBe(401)
    const hit = await list(headers)
    expect([hit.status, hit.headers.get('retry-after'), await hit.text()]).toEqual([
      429,
      '1',
      '{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}',
    ])
    expect((await list(headers)).status).toBe(200)
  })

  test('do not keep a test from looking at what is there', async () => {
    const digest = await push('o/look:b', 'look')
    await push('o/look:a', 'look')
    registry.set({ faults: [{ path: /./, destroy: true, unauthorized: true }], listLagMs: 60_000 })
    expect(Object.entries(await registry.tags('o/look'))).toEqual([
      ['b', digest],
      ['a', digest],
    ])
    expect(await registry.tags('o/never-there')).toEqual({})
  })

  test('cut connections, also before authorization', async () => {
    registry.set({ faults: [{ path: /^\/v2\//, destroy: true, unauthorized: true }] })
    await expect(fetch(`${registry.url}/v2/`)).rejects.toThrow('fetch failed')
    expect(registry.requests()).toEqual([
      { method: 'GET', path: '/v2/', status: 0, auth: 'none', user: undefined, at: expect.any(Number) },
    ])
  })

  test('cut an answer after so many bytes, and leave a shorter one whole', async () => {
    await push('o/cut:1', 'a layer that is longer than that')
    const { layers } = JSON.parse((await crane(['manifest', `${registry.host}/o/cut:1`], 'reader')).stdout)
    const read = async (cutAfter: number) => {
      registry.set({ faults: [{ path: /\/blobs\//, cutAfter }] })
      const headers = await bearer('repository:o/cut:pull', 'reader')
      return (await fetch(`${registry.url}/v2/o/cut/blobs/${layers[0].digest}`, { headers })).text()
    }
    await expect(read(31)).rejects.toThrow('terminated')
    expect(await read(32)).toBe('a layer that is longer than that')
  })

  test('every request is slowed down, and recorded with its user', async () => {
    registry.set({ delayMs: 120 })
    const start = Date.now()
    await bearer('repository:o/app:pull', 'reader')
    expect(Date.now() - start).toBeGreaterThanOrEqual(115)
    expect(registry.requests().at(-1)).toMatchObject({ auth: 'basic', user: 'reader', status: 200 })
    registry.clearRequests()
    expect(registry.requests()).toEqual([])
  })
})

/** An image of the registry's program as this machine has it, with the libraries that it is linked to. */
async function registryImage(reference: string): Promise<void> {
  const program = (await run('sh', ['-c', 'command -v docker-registry'])).stdout.trim()
  const linked = (await run('ldd', [program]).catch(() => ({ stdout: '' }))).stdout.match(/\/[^ ]+/g) ?? []
  const content = mkdtempSync(join(root, 'image-'))
  for (const path of [program, ...linked]) {
    mkdirSync(dirname(join(content, path)), { recursive: true })
    copyFileSync(path, join(content, path))
  }
  const scratch = mkdtempSync(join(root, 'scratch-'))
  const config = { Entrypoint: [program], Cmd: ['serve', '/etc/distribution/config.yml'] }
  const file = join(root, 'image.tar')
  await writeArchive({ root: content, file, reference, scratch, config })
  await run('docker', ['load', '-q', '-i', file])
}

test('where an image runs the registry, it is a container that is gone afterwards', async () => {
  const image = `127.0.0.1:1/ghcr-publish-rig/registry:${process.pid}`
  await registryImage(image)
  const containers = async () =>
    (await run('docker', ['ps', '-aq', '--filter', `ancestor=${image}`])).stdout.trim()
  try {
    await registry.stop()
    registry = await startRegistry({ storage: mkdtempSync(join(root, 'contained-')), users: USERS, image })
    expect(await containers()).not.toBe('')
    const digest = await push('o/app:contained', 'contained')
    expect((await crane(['digest', `${registry.host}/o/app:contained`], 'writer')).stdout.trim()).toBe(digest)
    await registry.stop()
    expect(await containers()).toBe('')
  } finally {
    await registry.stop()
    await run('docker', ['image', 'rm', '-f', image])
  }
  registry = await startRegistry({ storage: join(root, 'storage'), users: USERS })
}, 60_000)

test('an image that cannot be had is an error that says so', async () => {
  const image = '127.0.0.1:1/ghcr-publish-rig/nothing:1'
  const storage = mkdtempSync(join(root, 'failing-'))
  await expect(startRegistry({ storage, image })).rejects.toThrow(`docker run ${image} failed`)
})

test('a machine with neither is told what to install', async () => {
  const storage = mkdtempSync(join(root, 'bare-'))
  await expect(startRegistry({ storage, env: { PATH: root } })).rejects.toThrow(
    'apt-get install docker-registry',
  )
})

test('stopping leaves no registry process', async () => {
  const storage = mkdtempSync(join(root, 'short-'))
  const short = await startRegistry({ storage })
  const list = async () => (await run('ps', ['-eo', 'args'])).stdout
  expect(await list()).toContain(join(storage, 'registry.yml'))
  await short.stop()
  expect(await list()).not.toContain(join(storage, 'registry.yml'))
})
