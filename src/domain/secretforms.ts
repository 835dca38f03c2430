/** Bytes as a text with one character for each (Latin-1): so they can be looked through for one another fast, and without a copy. */
export type Bytes = string

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): Bytes {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

/** The text of bytes in UTF-8; undefined where they are none. */
function textOf(bytes: Bytes): string | undefined {
  try {
    const codes = Uint8Array.from(bytes, (one) => one.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(codes)
  } catch {
    return undefined
  }
}

/** Bytes of a form that are looked for; more of them would find nothing more. */
const LONGEST_FORM = 4096

/**
 * Every form in which a secret may stand in an image's configuration or attestations: as it is, within JSON as Go and as others escape
 * it, in base64 and its URL alphabet wherever in a longer text it begins, and percent-encoded by any of the usual rules.
 */
export function formsOf(secret: Bytes): readonly Bytes[] {
  const start = startOf(secret)
  const text = textOf(start)
  const forms = [
    start,
    ...base64Forms(start),
    ...(text === undefined ? [] : [...jsonForms(text), ...urlForms(text)].map(bytesOf)),
  ]
  return [...new Set(forms.map((form) => form.slice(0, LONGEST_FORM)))]
}

/** The bytes that no form goes beyond, without the beginning of a character of UTF-8 that is cut in two. */
function startOf(secret: Bytes): Bytes {
  if (secret.length <= LONGEST_FORM) return secret
  const start = secret.slice(0, LONGEST_FORM)
  return /[\x80-\xbf]/.test(secret.charAt(LONGEST_FORM))
    ? start.replace(/[\xc0-\xff][\x80-\xbf]*$/, '')
    : start
}

/**
 * Three bytes are four characters of base64, so a secret has three forms, by what stands before it. The characters at both ends that hold
 * bits of its neighbours are left out.
 */
function base64Forms(secret: Bytes): readonly string[] {
  const standard = [0, 1, 2].map((before) => {
    const whole = btoa('\0'.repeat(before) + secret)
    const bits = (before + secret.length) * 8
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6))
  })
  return standard.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
}

/** JSON escapes quotes, backslashes and controls; Go also what HTML could take for a tag, others everything beyond ASCII. */
function jsonForms(text: string): readonly string[] {
  const plain = JSON.stringify(text).slice(1, -1)
  const go = plain.replace(/[<>&\u2028\u2029]/g, escaped)
  // Go before 1.22 has no short forms of these two.
  const old = go.replace(/\\(.)/g, (pair, one) => (one === 'b' ? '\\u0008' : one === 'f' ? '\\u000c' : pair))
  const ascii = plain.replace(/[\u0080-\uffff]/g, escaped)
  return [plain, go, old, ascii, plain.replaceAll('/', '\\/')]
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What each rule of RFC 3986 and each library leaves as it is, beside letters, digits and `-._~`. */
const KEPT = ['', "!'()*", '$&+,;=', '$&+=:@', "!$&'()*+,;=", "!$&'()*+,;=:@", "!$&'()*+,;=:@/"]

/** Percent-encoded, in upper and in lower case; and as forms do, where a blank is `+`. */
function urlForms(text: string): readonly string[] {
  const strict = KEPT.map((kept) => percent(text, kept))
  const form = strict[0]?.replaceAll('%20', '+') ?? ''
  const upper = [...strict, form, percent(text, '*').replaceAll('%20', '+').replaceAll('~', '%7E')]
  return upper.flatMap((one) => [one, one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
}

function percent(text: string, kept: string): string {
  return [...text]
    .map((one) => {
      if (/[A-Za-z0-9._~-]/.test(one) || kept.includes(one)) return one
      return Array.from(bytesOf(one), (byte) => {
        return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
      }).join('')
    })
    .join('')
}
