/**
 * The few types of ASN.1 that certificates and timestamps are made of, in DER (ITU-T X.690). Every function but the readers gives one
 * whole encoded value.
 */

/** @param {number} tag @param {readonly Buffer[]} parts @returns {Buffer} */
function encode(tag, parts) {
  const body = Buffer.concat(parts)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = minimal(body.length)
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

/** A number's bytes, most significant first, without leading zeros. @param {number} number */
function minimal(number) {
  const hex = number.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

/** @param {readonly Buffer[]} parts */
export const sequence = (...parts) => encode(0x30, parts)

/** A SET OF: DER wants its members in the order of their bytes. @param {readonly Buffer[]} parts */
export const set = (...parts) => encode(0x31, parts.toSorted(Buffer.compare))

/** A number that is not negative, or its bytes. @param {number | Buffer} value */
export function integer(value) {
  const bytes = typeof value === 'number' ? minimal(value) : value
  // A leading one would be the sign.
  return encode(0x02, (bytes[0] ?? 0) & 0x80 ? [Buffer.from([0]), bytes] : [bytes])
}

/** @param {boolean} value */
export const boolean = (value) => encode(0x01, [Buffer.from([value ? 0xff : 0])])

/** @param {Buffer} content */
export const octets = (content) => encode(0x04, [content])

/** @param {Buffer} content @param {number} [unused] Bits at its end that do not count. */
export const bits = (content, unused = 0) => encode(0x03, [Buffer.from([unused]), content])

/** @param {string} text */
export const utf8 = (text) => encode(0x0c, [Buffer.from(text)])

/** To the second. @param {Date} date */
export const time = (date) => encode(0x18, [Buffer.from(digitsOf(date))])

/** With two digits for the year, which RFC 5280 wants of certificates. @param {Date} date */
export const shortTime = (date) => encode(0x17, [Buffer.from(digitsOf(date).slice(2))])

/** @param {Date} date */
const digitsOf = (date) => `${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`

/** An object identifier. @param {string} dotted */
export function oid(dotted) {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return encode(0x06, [first * 40 + second, ...rest].map(septets))
}

/** Seven bits a byte, with a mark on all but the last. @param {number} number */
function septets(number) {
  const bytes = [number & 0x7f]
  for (let left = number >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80)
  return Buffer.from(bytes)
}

/** A value inside a context tag of its own. @param {number} number @param {readonly Buffer[]} parts */
export const tagged = (number, ...parts) => encode(0xa0 | number, parts)

/** Bytes under a context tag that takes the place of their type's. @param {number} number @param {Buffer} content */
export const untyped = (number, content) => encode(0x80 | number, [content])

/**
 * The values inside a constructed one.
 * @param {Buffer} der
 * @returns {{ tag: number, body: Buffer, whole: Buffer }[]}
 */
export function membersOf(der) {
  const members = []
  const { body } = first(der)
  for (let rest = body; rest.length > 0; ) {
    const member = first(rest)
    members.push(member)
    rest = rest.subarray(member.whole.length)
  }
  return members
}

/** @param {Buffer} bytes */
function first(bytes) {
  const [tag = 0, short = 0] = bytes
  const long = short & 0x80 ? short & 0x7f : 0
  const length = long ? bytes.readUIntBE(2, long) : short
  const start = 2 + long
  if (bytes.length < start + length) throw new Error('a DER value is cut off')
  return { tag, body: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) }
}
