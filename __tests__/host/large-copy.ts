// Copies a blob of 256 MiB between two registries and prints what became of it: a process of its own, in which nothing else takes memory.
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Digest } from '../../src/domain/digest.ts'
import { createRegistry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'

const PIECES = 256
const piece = Buffer.alloc(1024 * 1024, 'x')
const hash = createHash('sha256')
for (let count = 0; count < PIECES; count++) hash.update(piece)
const digest = `sha256:${hash.digest('hex')}` as Digest

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const source: RequestListener = ({ url }, response) => {
  if (url === '/v2/') return void response.end('{}')
  let left = PIECES
  const more = () => {
    if (left-- > 0) response.write(piece, more)
    else response.end()
  }
  more()
}

let arrived = 0
const target: RequestListener = async (request, response) => {
  if (request.url === '/v2/') return void response.end('{}')
  if (request.method === 'POST')
    return void response.writeHead(202, { location: '/v2/o/to/blobs/uploads/7' }).end()
  if (request.method !== 'PUT') return void response.writeHead(404).end()
  for await (const part of request as AsyncIterable<Buffer>) arrived += part.length
  response.writeHead(201).end()
}

const [from, to] = [await serve(source), await serve(target)]
const registry = createRegistry(createSend(sleep), async () => undefined)
const before = process.memoryUsage.rss()
let most = before
setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 5)
const blob = { mediaType: 'x', digest, size: PIECES * piece.length, annotations: {} }
const name = (host: string, repository: string) => ({ registry: host, repository })
const outcome = await registry.copyBlob(name(from, 'o/from'), name(to, 'o/to'), blob)
process.stdout.write(JSON.stringify({ outcome, arrived, grown: (most - before) / 1024 / 1024 }))
process.exit()
