import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { connectToEngine } from '../../src/host/engine-api.ts'
import { openImage } from '../../src/host/image.ts'
import { type Dial, gone, startDial } from './dial.ts'

const IMAGE = {
  image: 'ghcr.io/o/app@sha256:1',
  platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
  name: 'ghcr-publish-1-elf',
  label: 'ghcr-publish=a=b',
} as const

/** The head of a tar stream with one file. */
function tar(content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  return Buffer.concat([header, Buffer.from(content)])
}

const stat = (json: unknown) => ({
  'X-Docker-Container-Path-Stat': Buffer.from(JSON.stringify(json)).toString('base64'),
})
const LINK = 0o777 + 2 ** 27

let dial: Dial
afterEach(() => dial.stop())

/** An engine that holds some files, made and removed with the statuses that are given. */
async function start(files: Readonly<Record<string, Buffer | string>> = {}, made = 201, removed = 204) {
  dial = await startDial((request, response) => {
    const words = JSON.stringify({ message: `no ${request.method}` })
    if (request.method === 'POST') return response.writeHead(made).end(words)
    if (request.method === 'DELETE') return response.writeHead(removed).end(removed === 204 ? '' : words)
    const path = new URL(request.url ?? '', 'http://docker').searchParams.get('path') ?? ''
    const file = files[path]
    if (file === undefined) return response.writeHead(404).end(words)
    if (typeof file === 'string') {
      return response.writeHead(200, stat({ mode: LINK, linkTarget: file })).end(tar(''))
    }
    return response.writeHead(200, stat({ mode: 0o755, linkTarget: '' })).end(file)
  })
  const pull = jest.fn(async () => undefined)
  return { pull, open: () => openImage(connectToEngine(dial.processes), IMAGE, pull) }
}

describe('opening an image', () => {
  test('makes a container that post finds, and closing it removes it and the connection', async () => {
    const { open, pull } = await start()
    const image = await open()
    await image.close()
    const [, made, removed] = dial.asked
    const query = new URL(made?.path ?? '', 'http://docker')
    expect(query.pathname).toBe('/v1.43/containers/create')
    expect([...query.searchParams]).toEqual([
      ['name', 'ghcr-publish-1-elf'],
      ['platform', 'linux/arm64/v8'],
    ])
    expect(JSON.parse(made?.body ?? '')).toEqual({
      Image: 'ghcr.io/o/app@sha256:1',
      Entrypoint: ['/not-started'],
      Labels: { 'ghcr-publish': 'a=b' },
    })
    expect(removed).toMatchObject({
      method: 'DELETE',
      path: '/v1.43/containers/ghcr-publish-1-elf?force=1&v=1',
    })
    expect(pull).not.toHaveBeenCalled()
    await gone(dial.pids())
  })

  test('that the engine does not hold has it pulled', async () => {
    const { open, pull } = await start({ '/app': tar('abc') }, 404)
    const image = await open()
    expect(pull).toHaveBeenCalledTimes(1)
    expect((await image.head('/app', 3))?.toString()).toBe('abc')
    await image.close()
  })

  test('that cannot be pulled ends the connection', async () => {
    const { open, pull } = await start({}, 404)
    pull.mockRejectedValue(new Error('no such image'))
    await expect(open()).rejects.toThrow('no such image')
    await gone(dial.pids())
  })

  test('that the engine refuses says why, and ends the connection', async () => {
    const { open, pull } = await start({}, 500)
    await expect(open()).rejects.toThrow('The engine says of ghcr.io/o/app@sha256:1: no POST')
    expect(pull).not.toHaveBeenCalled()
    await gone(dial.pids())
  })
})

describe('a file of it', () => {
  test('is read as far as asked, also where it is long or its path is odd', async () => {
    const { open } = await start({ '/a b&c': tar('abcdef'), '/long': tar('x'.repeat(1_000_000)) })
    const image = await open()
    expect((await image.head('/a b&c', 4))?.toString()).toBe('abcd')
    expect((await image.head('/long', 4))?.toString()).toBe('xxxx')
    expect((await image.head('/a b&c', 9))?.toString()).toBe('abcdef')
    await image.close()
    await gone(dial.pids())
  })

  test('is read where a link leads to, which the engine knows; or is nowhere', async () => {
    const { open } = await start({ '/link': '/real', '/real': tar('here'), '/dangling': '/none' })
    const image = await open()
    expect((await image.head('/link', 4))?.toString()).toBe('here')
    expect(await image.head('/dangling', 4)).toBeUndefined()
    expect(await image.head('/none', 4)).toBeUndefined()
    await image.close()
  })
})

describe('closing it', () => {
  test('is done where the container is gone already', async () => {
    const { open } = await start({}, 201, 404)
    await (await open()).close()
  })

  test('says what the engine says, and ends the connection', async () => {
    const { open } = await start({}, 201, 500)
    const image = await open()
    await expect(image.close()).rejects.toThrow('The engine says of removing containers: no DELETE')
    await gone(dial.pids())
  })
})
