import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ask, endWith, proxy } from './registry-http.js'

/**
 * @typedef {import('./registry-http.js').Call} Call
 * @typedef {import('./registry-http.js').Backend} Backend
 * @typedef {{ repo: string, reference: string, digest: string, at: number }} Write
 */

const ANY_MANIFEST = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Every write of a manifest, in order: what GHCR's oldest-first tag lists and late reads are made from. Kept as one line per
 * write in the storage folder, so that a restarted stand-in lists in the same order.
 */
export class TagBook {
  /** @param {string} storage */
  constructor(storage) {
    this.storage = storage
    this.file = join(storage, 'writes.jsonl')
    /** @type {Map<string, Write[]>} */
    this.writes = new Map()
    /** @type {Map<string, Promise<void>>} */
    this.turns = new Map()
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : ''
    for (const line of text.split('\n').filter(Boolean)) this.remember(JSON.parse(line))
  }

  /** @param {Write} write */
  remember(write) {
    const key = `${write.repo}:${write.reference}`
    this.writes.set(key, [...(this.writes.get(key) ?? []), write])
  }

  /**
   * Passes a write of a manifest on and remembers it where the registry took it. Writes of one tag go one after the other, so that the
   * book has them in the order in which the registry took them.
   * @param {Call} call @param {Backend} backend
   */
  write(call, backend) {
    const key = `${call.target.repo}:${call.target.reference}`
    const turn = (this.turns.get(key) ?? Promise.resolve()).catch(() => undefined)
    const done = turn.then(() => this.writeNow(call, backend))
    this.turns.set(key, done)
    return done
  }

  /** @param {Call} call @param {Backend} backend */
  async writeNow(call, backend) {
    const { repo, reference } = call.target
    const known = this.writes.has(`${repo}:${reference}`)
    // A manifest that was stored before this book began has no date; it is simply old.
    const before = known ? undefined : await digestOf(backend, repo, reference)
    if (before) this.remember({ repo, reference, digest: before, at: 0 })
    const { status, headers } = await proxy(call, backend, call.url.pathname)
    const digest = headers['docker-content-digest']
    if (status !== 201 || typeof digest !== 'string') return
    const write = { repo, reference, digest, at: Date.now() }
    this.remember(write)
    appendFileSync(this.file, `${JSON.stringify(write)}\n`)
  }

  /**
   * What a reader sees under a reference: the present state, an earlier digest, or nothing yet.
   * @param {string} repo @param {string} reference @param {number} lagMs
   * @returns {'now' | 'absent' | { digest: string }}
   */
  visible(repo, reference, lagMs) {
    const writes = this.writes.get(`${repo}:${reference}`)
    if (lagMs <= 0 || !writes) return 'now'
    const seen = writes.filter((write) => write.at + lagMs <= Date.now()).at(-1)
    return seen ? { digest: seen.digest } : 'absent'
  }

  /**
   * Deletes a tag and leaves its image, as distribution does from version 3 on; version 2 cannot.
   * @param {string} repo @param {string} tag
   */
  deleteTag(repo, tag) {
    if (!/^[\w.-]+$/.test(tag)) throw new Error(`'${tag}' is no tag`)
    const repositories = join(this.storage, 'data/docker/registry/v2/repositories')
    rmSync(join(repositories, repo, '_manifests/tags', tag), { recursive: true, force: true })
    this.writes.delete(`${repo}:${tag}`)
  }

  /** @param {string} repo @param {string} tag @returns {number} When it was first written; 0 for tags older than the book. */
  firstWrite(repo, tag) {
    return this.writes.get(`${repo}:${tag}`)?.[0]?.at ?? 0
  }

  /** Everything that was ever written to a repository. @param {string} repo @returns {readonly string[]} */
  digests(repo) {
    const writes = [...this.writes.values()].flat().filter((write) => write.repo === repo)
    return [...new Set(writes.map(({ digest }) => digest))]
  }

  /** @param {string} repo @param {readonly string[]} tags */
  oldestFirst(repo, tags) {
    const order = new Map([...this.writes.keys()].map((key, index) => [key, index]))
    /** @param {string} tag */
    const place = (tag) => order.get(`${repo}:${tag}`) ?? -1
    return [...tags].sort((a, b) => place(a) - place(b))
  }
}

/**
 * Every tag of a repository with its digest, oldest first, as the registry holds it: without tokens, lags and faults. Empty where
 * the registry does not know the repository.
 * @param {Backend} backend @param {TagBook} book @param {string} repo
 * @returns {Promise<Record<string, string>>}
 */
export async function readTags(backend, book, repo) {
  const stored = await storedTags(backend, repo)
  const tags = typeof stored === 'string' ? [] : book.oldestFirst(repo, stored)
  const entries = await Promise.all(
    tags.map(async (tag) => [tag, (await digestOf(backend, repo, tag)) ?? '']),
  )
  return Object.fromEntries(entries)
}

/** @param {Backend} backend @param {string} repo @param {string} reference */
async function digestOf(backend, repo, reference) {
  const path = `/v2/${repo}/manifests/${encodeURIComponent(reference)}`
  const { status, headers } = await ask(backend, path, 'HEAD', { accept: ANY_MANIFEST })
  const digest = headers['docker-content-digest']
  return status === 200 && typeof digest === 'string' ? digest : undefined
}

/**
 * Answers a tag list as GHCR does: oldest first, in pages with a Link; `n=0`, which GHCR's own links carry, is the default.
 * @param {Call} call @param {Backend} backend @param {TagBook} book
 * @param {{ listLagMs: number, pageSize: number }} switches
 */
export async function listTags({ url, target, response }, backend, book, { listLagMs, pageSize }) {
  const stored = await storedTags(backend, target.repo)
  if (typeof stored === 'string') return endWith(response, 404, 'application/json', stored)
  const old = stored.filter(
    (tag) => listLagMs <= 0 || book.firstWrite(target.repo, tag) + listLagMs <= Date.now(),
  )
  const ordered = book.oldestFirst(target.repo, old)
  const asked = Number(url.searchParams.get('n') ?? 0)
  const last = url.searchParams.get('last')
  const start = last === null ? 0 : ordered.indexOf(last) + 1
  const page = ordered.slice(start, start + (asked > 0 ? asked : pageSize))
  const end = page.at(-1)
  if (end !== undefined && start + page.length < ordered.length) {
    const query = new URLSearchParams({ last: end, n: String(asked) })
    response.setHeader('link', `</v2/${target.repo}/tags/list?${query}>; rel="next"`)
  }
  endWith(response, 200, 'application/json', JSON.stringify({ name: target.repo, tags: page }))
}

/**
 * All tags of a repository, or the registry's own words where it does not know the repository.
 * @param {Backend} backend @param {string} repo
 * @returns {Promise<string[] | string>}
 */
async function storedTags(backend, repo) {
  /** @type {string[]} */
  const tags = []
  let path = `/v2/${repo}/tags/list`
  while (path) {
    const { status, headers, body } = await ask(backend, path)
    if (status !== 200) return body
    tags.push(...(JSON.parse(body).tags ?? []))
    const next = /<([^>]+)>;\s*rel="?next"?/.exec(String(headers.link ?? ''))?.[1]
    path = next ? new URL(next, 'http://backend').href.slice('http://backend'.length) : ''
  }
  return tags
}
