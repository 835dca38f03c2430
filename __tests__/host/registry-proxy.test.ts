import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createSend } from '../../src/host/registry/transport.ts'
import { client, digest, manifestAnswer, name, plain, serve } from './registry-client.ts'

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']
const before = VARIABLES.map((variable) => [variable, process.env[variable]] as const)
afterEach(() => {
  for (const [variable, value] of before)
    if (value === undefined) delete process.env[variable]
    else process.env[variable] = value
})

/** A proxy that lets nobody through, and tells whom it was asked for. */
async function startProxy() {
  const asked: string[] = []
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(502).end()
  })
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    asked,
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () => proxy.close(),
  }
}

describe("the runner's proxy", () => {
  test('is used for registries elsewhere, and not for one on this machine', async () => {
    const proxy = await startProxy()
    for (const variable of VARIABLES) delete process.env[variable]
    process.env.HTTPS_PROXY = proxy.url
    process.env.HTTP_PROXY = proxy.url
    const send = createSend(async () => {})
    const request = { method: 'GET', url: 'https://registry.example/v2/', limit: 10 } as const
    await expect(send(request)).rejects.toMatchObject({ kind: 'unreachable' })
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT registry.example:443']))
    const server = await serve(plain(manifestAnswer))
    expect((await client().manifest(name(server), digest))?.descriptor.digest).toBe(digest)
    expect(proxy.asked).toHaveLength(3)
    proxy.close()
  })

  test('is no business of one client only: https and http go side by side', async () => {
    const server = await serve((_, response) => void response.writeHead(200).end('x'))
    const send = createSend(async () => {})
    const plainRequest = { method: 'GET', url: `http://${server.host}/`, limit: 10 } as const
    expect((await send(plainRequest)).status).toBe(200)
    // A plain server does not speak TLS: what counts is that TLS was spoken to it.
    const tls = send({ ...plainRequest, url: `https://${server.host}/` })
    await expect(tls).rejects.toThrow(/SSL|EPROTO|socket|wrong version|ECONNRESET/i)
    expect((await send(plainRequest)).status).toBe(200)
  })
})
