import http from 'node:http'
import { arrive, endWith, findFault, originOf, proxy, sendError, sleep } from './registry-http.js'
import { Jitter } from './registry-jitter.js'
import { answerReferrers } from './registry-referrers.js'
import { listTags } from './registry-tags.js'

/** What stands before the registry: tokens, switches and faults; everything else is passed on. */
export class Front {
  /** @param {number} backendPort @param {import('./registry-tags.js').TagBook} book @param {import('./registry-tokens.js').TokenDesk} desk @param {import('./registry.js').Switches} switches */
  constructor(backendPort, book, desk, switches) {
    this.backendPort = backendPort
    this.book = book
    this.desk = desk
    this.switches = switches
    this.jitter = new Jitter()
    this.agent = new http.Agent({ keepAlive: true })
    /** @type {Map<import('./registry.js').Fault, number>} */
    this.hits = new Map()
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response @param {import('./registry.js').Seen[]} seen */
  async handle(request, response, seen) {
    const call = arrive(request, response)
    const entry = this.desk.identify(request)
    /** @type {import('./registry.js').Seen} */
    const record = {
      method: call.method,
      path: call.path,
      status: 0,
      auth: entry.kind,
      user: entry.user,
      at: Date.now(),
    }
    seen.push(record)
    response.on('finish', () => {
      record.status = response.statusCode
    })
    const luck = this.jitter.next(this.switches.jitter, call.target.repo, entry.user)
    const delay = this.switches.delayMs + luck.delayMs
    if (delay > 0) await sleep(delay)
    if (await this.trouble(call, false)) return
    if (call.url.pathname === '/token') return this.token(call)
    if (call.url.pathname.startsWith('/html/')) return endWith(response, 200, 'text/html', '<html></html>')
    if (!call.url.pathname.startsWith('/v2')) return sendError(response, 404, 'NOT_FOUND', 'not found')
    const refusal = this.desk.refuse(call, entry, this.switches, originOf(request))
    if (refusal) return sendError(response, refusal.status, refusal.code, refusal.message, refusal.headers)
    if (await this.trouble(call, true)) return
    return this.answer(call, luck)
  }

  /** @param {import('./registry-http.js').Call} call */
  async token(call) {
    if (await this.trouble(call, true)) return
    const { status, body } = await this.desk.grant(call, this.switches)
    return endWith(call.response, status, 'application/json', JSON.stringify(body))
  }

  /**
   * Applies the first fault that matches; true where the request was answered or cut by it.
   * @param {import('./registry-http.js').Call} call @param {boolean} authorized
   * @returns {Promise<boolean>}
   */
  async trouble(call, authorized) {
    const fault = findFault(this.switches.faults, this.hits, call, authorized)
    if (!fault) return false
    if (fault.afterMs) await sleep(fault.afterMs)
    call.holdMs = fault.answerAfterMs
    call.cutAfter = fault.cutAfter
    if (fault.destroy) {
      call.request.socket.destroy()
      return true
    }
    if (fault.status === undefined) return false
    sendError(
      call.response,
      fault.status,
      fault.code ?? 'UNKNOWN',
      fault.message ?? 'a fault was asked for',
      fault.headers,
    )
    return true
  }

  /** @param {import('./registry-http.js').Call} call @param {import('./registry-jitter.js').Luck} luck */
  async answer(call, { lagMs }) {
    const { target, method, request, response, url } = call
    const backend = { port: this.backendPort, agent: this.agent }
    if (method === 'DELETE' && this.switches.deleteStatus === 405) {
      return sendError(response, 405, 'UNSUPPORTED', 'The operation is unsupported.')
    }
    if (method === 'DELETE' && this.switches.deleteStatus === 'tags' && target.kind === 'manifest') {
      this.book.deleteTag(target.repo, target.reference)
      return endWith(response, 202, 'text/plain', '')
    }
    if (target.kind === 'referrers') return answerReferrers(call, this.switches.referrers, backend, this.book)
    if (target.kind === 'tags') {
      const listLagMs = this.switches.listLagMs + lagMs
      return listTags(call, backend, this.book, { ...this.switches, listLagMs })
    }
    if (target.kind !== 'manifest') return proxy(call, backend, this.desk.upstreamPath(call))
    if (method === 'PUT' && !this.switches.emptyIndex && isTiny(request)) {
      return sendError(response, 400, 'MANIFEST_INVALID', 'manifest invalid: it names no manifests')
    }
    if (method === 'PUT') return this.book.write(call, backend)
    const lag = this.switches.manifestLagMs + lagMs
    const visible = this.book.visible(target.repo, target.reference, lag)
    if (visible === 'absent') return sendError(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown')
    return proxy(
      call,
      backend,
      visible === 'now' ? url.pathname : `/v2/${target.repo}/manifests/${visible.digest}`,
    )
  }
}

/**
 * Whether a manifest is too short to name another one: a digest alone takes 71 bytes, and what stands around the list 80.
 * @param {http.IncomingMessage} request
 */
function isTiny(request) {
  return Number(request.headers['content-length'] ?? 0) < 150
}
