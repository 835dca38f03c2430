import { createHash } from 'node:crypto'

/**
 * What chance adds to requests, decided by a seed.
 * @typedef {object} JitterSwitch
 * @property {number} seed
 * @property {number} delayMs The longest delay of a request.
 * @property {string} [slow] A user whose requests take eight times as long.
 * @property {number} lagMs By how much a list, or what a tag holds, is old at most; each answer by another time.
 *
 * @typedef {{ delayMs: number, lagMs: number }} Luck
 */

/**
 * Deals delays and lags. What the n-th request of a user to a repository gets depends on the seed, and on nothing that happens at the
 * same time: so a seed gives nearly the same interleaving again.
 */
export class Jitter {
  constructor() {
    /** @type {Map<string, number>} */
    this.counts = new Map()
  }

  /**
   * @param {JitterSwitch | undefined} jitter @param {string} repo @param {string | undefined} user
   * @returns {Luck}
   */
  next(jitter, repo, user) {
    if (!jitter) return { delayMs: 0, lagMs: 0 }
    const key = `${jitter.seed} ${repo} ${user}`
    const count = this.counts.get(key) ?? 0
    this.counts.set(key, count + 1)
    const slow = user !== undefined && user === jitter.slow ? 8 : 1
    const [wait, isOld, age] = numbers(`${key} ${count}`)
    // Most requests are quick; a third of the answers are up to date.
    return {
      delayMs: Math.round(wait ** 3 * jitter.delayMs * slow),
      lagMs: isOld < 0.3 ? 0 : Math.round(age * jitter.lagMs),
    }
  }
}

/** @param {string} text @returns {[number, number, number]} Each from 0 to 1. */
function numbers(text) {
  const hash = createHash('sha256').update(text).digest()
  return [hash.readUInt32BE(0) / 2 ** 32, hash.readUInt32BE(4) / 2 ** 32, hash.readUInt32BE(8) / 2 ** 32]
}
