import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { makeAuthority } from '../rig/authority.ts'

const NAMES = ['github.com', '*.githubusercontent.com', '*.example']
const PROXIES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']

/** What is asked, by host and path. */
type Answer = (host: string, request: IncomingMessage, response: ServerResponse) => void

/** GitHub and all the world, behind a proxy of this machine which every https request of this process goes through. */
export interface ReleaseServer {
  answer: Answer
  /** Whether the proxy lets anybody through; else it never answers. */
  open: boolean
  /** `CONNECT host:port` of each connection, and the addresses of plain requests. */
  readonly connections: string[]
  /** Host and path of each request. */
  readonly requests: string[]
  stop(): Promise<void>
}

/** Starts it, and has this process trust its certificates; `stop` puts everything back. */
export async function startReleaseServer(): Promise<ReleaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'release-server-'))
  const authority = await makeAuthority(folder, ...NAMES.map((name) => `DNS:${name}`))
  const trusted = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...trusted, readFileSync(authority.file, 'utf8')])
  rmSync(folder, { recursive: true })
  const sockets = new Set<Socket>()
  const [connections, requests]: [string[], string[]] = [[], []]
  const world: ReleaseServer = {
    ...{ connections, requests, open: true, stop },
    answer: (_host, _request, response) => void response.writeHead(404).end(),
  }
  const server = createServer(authority.tls, (request, response) => {
    requests.push(`${request.headers.host}${request.url}`)
    world.answer(request.headers.host ?? '', request, response)
  })
  const proxy = createProxy((request, response) => {
    connections.push(request.url ?? '')
    response.writeHead(502).end()
  })
  await listen(server)
  await listen(proxy)
  proxy.on('connect', (request, socket: Socket) => {
    connections.push(`CONNECT ${request.url}`)
    sockets.add(socket)
    if (!world.open) return
    const through = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const one of [through, socket]) one.on('error', () => void [through.destroy(), socket.destroy()])
    sockets.add(through)
  })
  const before = PROXIES.map((name) => [name, process.env[name]] as const)
  for (const name of PROXIES) delete process.env[name]
  process.env.https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  process.env.http_proxy = process.env.https_proxy
  return world

  async function stop(): Promise<void> {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    tls.setDefaultCACertificates(trusted)
    for (const socket of sockets) socket.destroy()
    for (const one of [server, proxy]) {
      one.closeAllConnections()
      await new Promise((resolve) => one.close(resolve))
    }
  }
}

function listen(server: ReturnType<typeof createProxy> | ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
