import http from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream'
import { HttpClient } from '@actions/http-client'
import { RegistryError } from '../../domain/errors.ts'
import { defuse } from '../../domain/text.ts'
import { safeUrl } from './address.ts'
import type { HttpAnswer, HttpRequest, StreamedAnswer } from './transport.ts'

/** Milliseconds without a byte after which a connection is given up. */
const IDLE_LIMIT = 30_000
/** The same for a streamed body: a registry looks through the whole blob before it answers. */
const STREAM_IDLE_LIMIT = 300_000

/** Sends one request, once; gives the answer as soon as its headers are there. Redirects are not followed. */
export type Connect = (request: HttpRequest) => Promise<StreamedAnswer>

/**
 * Connections of our own, by the agents of @actions/http-client, which know the proxies of runners. Not by its requests:
 * they take no IPv6 address, and do not end an upload whose source broke off. One client for each scheme, because one
 * keeps the agent of the first scheme that it meets.
 */
export function createConnect(): Connect {
  const client = () => new HttpClient('ghcr-publish', [], { keepAlive: true })
  const clients = { plain: client(), tls: client() }
  return async (request) => {
    const tls = request.url.startsWith('https:')
    const agent = (tls ? clients.tls : clients.plain).getAgent(request.url) as http.Agent
    const message = await exchange(tls ? https.request : http.request, agent, request).catch(
      (cause: unknown) => {
        throw unreachable(request, cause)
      },
    )
    const flat = Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0] : value,
    ])
    return { status: message.statusCode ?? 0, headers: Object.fromEntries(flat), stream: message }
  }
}

function exchange(
  send: typeof https.request,
  agent: http.Agent,
  { method, url, headers, body }: HttpRequest,
): Promise<http.IncomingMessage> {
  const streamed = body !== undefined && !Buffer.isBuffer(body)
  const size = streamed ? body.size : body?.length
  const length = size === undefined ? {} : { 'Content-Length': size }
  const idle = streamed ? STREAM_IDLE_LIMIT : IDLE_LIMIT
  return new Promise((resolve, reject) => {
    const sent = send(new URL(url), {
      method,
      agent,
      headers: { 'User-Agent': 'ghcr-publish', ...headers, ...length },
    })
    sent.setTimeout(idle, () => sent.destroy(new Error(`nothing came for ${idle / 1000} s`)))
    sent.on('error', reject)
    sent.on('response', resolve)
    if (!streamed) return void sent.end(body)
    // What went wrong at the source is said before the pipeline cuts the connection, which looks like a fault of its own.
    body.stream.once('error', reject)
    sent.on('response', (message) => message.once('close', () => body.stream.destroy()))
    pipeline(body.stream, sent, (error) => {
      if (error) reject(error)
    })
  })
}

/**
 * Reads the whole body of an answer.
 * @throws RegistryError `invalid-answer` where it is longer than the request allows, `unreachable` where it breaks off
 */
export async function collect(answer: StreamedAnswer, request: HttpRequest): Promise<HttpAnswer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of answer.stream as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > request.limit) {
        throw new RegistryError('invalid-answer', {
          found: `${safeUrl(request.url)} answered with more than ${request.limit} bytes.`,
        })
      }
      pieces.push(piece)
    }
  } catch (cause) {
    throw unreachable(request, cause)
  }
  return { status: answer.status, headers: answer.headers, body: Buffer.concat(pieces) }
}

/** OpenSSL's and node's names for a chain that ends in an authority that nobody told node about. */
const UNTRUSTED = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
/** And for a certificate that is of no use, whoever signed it. */
const UNUSABLE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'])

/** Whether a connection failed by the certificate, which another try does not change. */
export function isDistrust(error: RegistryError): boolean {
  const code = codeOf(error.cause)
  return UNTRUSTED.has(code) || UNUSABLE.has(code)
}

/**
 * What a failed connection means: `unreachable`, with the host and the words of the failure.
 * @param cause given back as it is where it is a RegistryError
 */
export function unreachable({ url }: Pick<HttpRequest, 'url'>, cause: unknown): RegistryError {
  if (cause instanceof RegistryError) return cause
  const words = defuse(cause instanceof Error ? cause.message || codeOf(cause) : String(cause))
  const { host } = new URL(url)
  if (UNTRUSTED.has(codeOf(cause))) {
    const found = `The certificate of ${host} is not trusted: ${words}.`
    const remedy =
      "Name a file with its authority's certificate in the environment variable NODE_EXTRA_CA_CERTS of the job or of the runner."
    return new RegistryError('unreachable', { found, remedy }, { cause })
  }
  if (UNUSABLE.has(codeOf(cause))) {
    const found = `The certificate of ${host} is not valid for it: ${words}.`
    const remedy = 'Give the registry a certificate for this host name that has not expired.'
    return new RegistryError('unreachable', { found, remedy }, { cause })
  }
  const remedy =
    'Check that it is up and that this runner may reach it (proxy, firewall), then run the job again.'
  return new RegistryError(
    'unreachable',
    { found: `The registry ${host} cannot be reached: ${words}.`, remedy },
    { cause },
  )
}

function codeOf(cause: unknown): string {
  return cause instanceof Error ? String((cause as { code?: unknown }).code) : ''
}
