import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createHttp } from '../../src/host/http.ts'
import { startServer, type TestServer } from './server.ts'

const OPEN: TestServer[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((server) => server.close()))
})

const http = createHttp()
const portOf = ({ host }: TestServer) => Number(host.split(':')[1])

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters)
  OPEN.push(server)
  return server
}

describe('the status of a server on this machine', () => {
  test.each([200, 204, 404, 500])('%d is told', async (status) => {
    const server = await serve((_, response) => void response.writeHead(status).end())
    expect(await http.status(portOf(server), '/docs?x=1', 5_000)).toBe(status)
    expect(server.seen).toEqual([{ method: 'GET', path: '/docs?x=1', authorization: undefined }])
  })

  test('of a redirect is the redirect: nothing else is asked', async () => {
    const elsewhere = await serve((_, response) => void response.writeHead(200).end())
    const server = await serve(
      (_, response) => void response.writeHead(302, { location: `http://${elsewhere.host}/` }).end(),
    )
    expect(await http.status(portOf(server), '/', 5_000)).toBe(302)
    expect(elsewhere.seen).toEqual([])
  })

  test('comes although the body has no end, and the connection is closed', async () => {
    let closed = false
    const server = await serve((_, response) => {
      response.once('close', () => {
        closed = true
      })
      response.writeHead(200)
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more)
      }
      more()
    })
    expect(await http.status(portOf(server), '/', 5_000)).toBe(200)
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 10))
  })

  test('is unknown where nothing listens, or nothing answers in time', async () => {
    const gone = await startServer(() => {})
    await gone.close()
    expect(await http.status(portOf(gone), '/', 5_000)).toBeUndefined()
    const silent = await serve(() => {})
    expect(await http.status(portOf(silent), '/', 100)).toBeUndefined()
  })

  test('is unknown where something else than HTTP answers', async () => {
    const server = createServer()
    server.on('connection', (socket) => socket.end('SSH-2.0-x\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    expect(await http.status((server.address() as AddressInfo).port, '/', 5_000)).toBeUndefined()
    server.close()
  })
})
