import { sha256 } from './sigstore-certificate.js'

/** The hash tree of a log (RFC 6962 section 2.1) over everything that was added. */
export class Tree {
  constructor() {
    /** @type {Buffer[]} */
    this.leaves = []
  }

  /** @param {Buffer} entry @returns {{ index: number, leaf: Buffer }} */
  add(entry) {
    const leaf = sha256(Buffer.from([0]), entry)
    this.leaves.push(leaf)
    return { index: this.leaves.length - 1, leaf }
  }

  /** What proves that an entry is in the tree as it is now. @param {number} index */
  proof(index) {
    return { size: this.leaves.length, root: rootOf(this.leaves), hashes: pathOf(index, this.leaves) }
  }
}

/** @param {readonly Buffer[]} leaves @returns {Buffer} */
function rootOf(leaves) {
  const [only] = leaves
  if (leaves.length === 1 && only) return only
  const middle = split(leaves.length)
  return sha256(Buffer.from([1]), rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle)))
}

/** @param {number} index @param {readonly Buffer[]} leaves @returns {Buffer[]} */
function pathOf(index, leaves) {
  if (leaves.length === 1) return []
  const middle = split(leaves.length)
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)]
  if (index < middle) return [...pathOf(index, left), rootOf(right)]
  return [...pathOf(index - middle, right), rootOf(left)]
}

/** The largest power of two below a number. @param {number} count */
const split = (count) => 2 ** (Math.ceil(Math.log2(count)) - 1)
