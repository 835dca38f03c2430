import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { afterEach } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import type { Identity, Login } from '../../src/host/credentials.ts'
import { createRegistry, type Registry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'
import { type Answer, type ServerOptions, startServer, type TestServer } from './server.ts'

const OPEN: TestServer[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((server) => server.close()))
})

/** How long the client waited before each further try. */
export const waits: number[] = []
/** The user of the tests. */
export const login: Login = { username: 'me', password: 'secret-word' }
export const basic = `Basic ${Buffer.from('me:secret-word').toString('base64')}`

/** Starts a server that is closed after the test. */
export async function serve(answer: Answer, options: ServerOptions = {}): Promise<TestServer> {
  const server = await startServer(answer, options)
  OPEN.push(server)
  return server
}

/** A client with the credentials of a user; it notes its waits and does not wait. */
export function client(who: Identity | undefined = login): Registry {
  waits.length = 0
  const send = createSend(async (ms) => void waits.push(ms))
  return createRegistry(send, async () => who)
}

/** The image `o/app` on a server. */
export const name = ({ host }: TestServer): ImageName => ({ registry: host, repository: 'o/app' })
/** Answers with JSON. */
export const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
/** The digest of some content. */
export const digestOf = (content: string | Buffer) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}` as Digest
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
/** A manifest, and below it its digest. */
export const body = JSON.stringify({
  schemaVersion: 2,
  config: { mediaType: 'x', digest: `sha256:${'a'.repeat(64)}`, size: 2 },
  layers: [],
})
export const digest = digestOf(body)

/** GHCR's way of asking for a token, in front of another answer. */
export function withTokens(inner: Answer, realm?: (host: string) => string): Answer {
  return (request, response) => {
    const host = request.headers.host ?? ''
    if (request.url?.startsWith('/token')) return json(response, 200, { token: 'tok' })
    if (request.headers.authorization === 'Bearer tok') return inner(request, response)
    const where = realm?.(host) ?? `http://${host}/token`
    return json(response, 401, {}, { 'www-authenticate': `Bearer realm="${where}",service="s",scope="x"` })
  }
}

/** A registry without logins, in front of another answer. */
export const plain =
  (inner: Answer): Answer =>
  (request, response) =>
    request.url === '/v2/' ? json(response, 200, {}) : inner(request, response)

/** Answers with the manifest. */
export const manifestAnswer: Answer = (_, response) =>
  void response.writeHead(200, { 'content-type': MANIFEST, 'docker-content-digest': digest }).end(body)
