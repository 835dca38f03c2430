import { randomBytes } from 'node:crypto'

/**
 * One cache entry.
 * @typedef {object} Entry
 * @property {string} id A positive number; later entries have higher ones.
 * @property {string} key
 * @property {string} version
 * @property {string} scope The ref it belongs to.
 * @property {Map<string, Buffer>} blocks Uploaded, and not yet part of the content.
 * @property {Buffer | undefined} content
 * @property {boolean} finalized Whether it can be found.
 * @property {number} usedAt The moment of the last look-up or write, counted in steps.
 * @property {{ upload: string, download: string }} signatures What the signed addresses end in.
 */

/** The entries of one repository, oldest first. */
export class EntryBook {
  constructor() {
    /** @type {Entry[]} */
    this.entries = []
    this.lastId = 0
    this.clock = 0
  }

  /**
   * Reserves a key; undefined where the scope has it already, finished or not: entries are immutable.
   * @param {string} key @param {string} version @param {string} scope
   * @returns {Entry | undefined}
   */
  reserve(key, version, scope) {
    if (this.get(key, version, scope)) return undefined
    this.lastId += 1
    const sign = () => randomBytes(16).toString('hex')
    /** @type {Entry} */
    const entry = {
      ...{ id: String(this.lastId), key, version, scope, blocks: new Map(), content: undefined },
      ...{ finalized: false, usedAt: this.tick(), signatures: { upload: sign(), download: sign() } },
    }
    this.entries.push(entry)
    return entry
  }

  /** @param {string} key @param {string} version @param {string} scope @returns {Entry | undefined} */
  get(key, version, scope) {
    return this.entries.find((one) => one.key === key && one.version === version && one.scope === scope)
  }

  /** @param {string} id @returns {Entry | undefined} */
  byId(id) {
    return this.entries.find((one) => one.id === id)
  }

  /**
   * The entry that a look-up gives: in the first scope that has any, the one with just this key, else the newest whose key starts with
   * it, else the newest that starts with the first restore key that finds one.
   *
   * @param {readonly string[]} scopes @param {string} key @param {readonly string[]} restoreKeys @param {string} version
   * @returns {Entry | undefined}
   */
  find(scopes, key, restoreKeys, version) {
    for (const scope of scopes) {
      const there = this.entries.filter(
        (one) => one.finalized && one.scope === scope && one.version === version,
      )
      const exact = there.find((one) => one.key === key)
      const found = exact ?? newestOf(there, [key, ...restoreKeys])
      if (!found) continue
      found.usedAt = this.tick()
      return found
    }
    return undefined
  }

  /** @param {(entry: Entry) => boolean} isDropped @returns {number} How many went. */
  evict(isDropped) {
    const before = this.entries.length
    this.entries = this.entries.filter((one) => !isDropped(one))
    return before - this.entries.length
  }

  /** Drops what was not used for longest until no more than so many bytes are there. @param {number} limitBytes */
  shrink(limitBytes) {
    while (this.entries.length > 0 && this.bytes() > limitBytes) {
      const [oldest] = this.entries.toSorted((one, other) => one.usedAt - other.usedAt)
      this.evict((one) => one === oldest)
    }
  }

  bytes() {
    return this.entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0)
  }

  tick() {
    this.clock += 1
    return this.clock
  }
}

/** @param {readonly Entry[]} entries @param {readonly string[]} prefixes */
function newestOf(entries, prefixes) {
  for (const prefix of prefixes) {
    const found = entries.findLast(({ key }) => key.startsWith(prefix))
    if (found) return found
  }
  return undefined
}
