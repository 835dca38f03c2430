import type { InputFault } from '../../domain/errors.ts'
import { choice, flag, plain } from './parsers.ts'
import { Fault, optional, type Parser, type Values, withDefault } from './row.ts'

/** Where the private key is that an image is signed with. */
export type KeyInput =
  | { readonly kind: 'pem'; readonly pem: string }
  | { readonly kind: 'variable'; readonly name: string }

const mode: Parser<'auto' | 'keyless' | 'key' | 'off'> = (text) => {
  if (/^(?:false|none)$/i.test(text)) return 'off'
  return choice('auto', 'keyless', 'key', 'off')(text)
}

/** The two kinds of key that cosign writes (sigstore/cosign, pkg/cosign/keys.go). */
const PEM =
  /^-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]{1,20000}-----END ENCRYPTED \1 PRIVATE KEY-----$/

/** Whether a text is a private key as `cosign generate-key-pair` writes it. */
export function isPrivateKey(text: string): boolean {
  return PEM.test(text.trim())
}

/** What is wrong with such a key. The text may be a secret, so no message shows any of it. */
export const NO_KEY = {
  found: 'it is no private key of cosign.',
  allowed: 'the text of the file cosign.key that `cosign generate-key-pair` writes, or env://NAME',
} as const

const key: Parser<KeyInput> = (text) => {
  const name = /^env:\/\/([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1]
  if (name !== undefined) return { kind: 'variable', name }
  return isPrivateKey(text) ? { kind: 'pem', pem: text } : new Fault(NO_KEY)
}

/** Whether and how an image is signed. */
export const signingRows = {
  sign: withDefault(
    'sign',
    'auto',
    mode,
    "Sign what is published: `auto` without a key where the job has `id-token: write` and the repository is public, or with `cosign-key` where it is given; `keyless` always without a key, also from a private repository, whose name is then in Sigstore's public log; `key`; `off`.",
  ),
  cosignKey: optional(
    'cosign-key',
    key,
    'Private key of cosign to sign with: its text, or `env://NAME`. The password is taken from the environment variable `COSIGN_PASSWORD`.',
  ),
  signPlatforms: withDefault(
    'sign-platforms',
    'false',
    flag,
    "Sign the image of each platform, too; otherwise only what the tags name, which holds the platforms' digests.",
  ),
  sigstoreSigningConfig: optional(
    'sigstore-signing-config',
    plain,
    'File that names the services of a Sigstore of your own (`cosign signing-config create`); needs `sigstore-trusted-root`.',
  ),
  sigstoreTrustedRoot: optional(
    'sigstore-trusted-root',
    plain,
    'File that says whose signatures are believed, for a Sigstore of your own (`cosign trusted-root create`); needs `sigstore-signing-config`, unless a key signs.',
  ),
}

export type SigningInputs = Values<typeof signingRows>

/** Inputs that are each valid and cannot be meant together. */
export function signingContradictions(inputs: SigningInputs): readonly InputFault[] {
  const { sign, cosignKey, signPlatforms, sigstoreSigningConfig, sigstoreTrustedRoot } = inputs
  const faults: InputFault[] = []
  const conflict = (input: string, other: string, remedy: string) =>
    faults.push({ input, found: `it cannot be used together with '${other}'.`, remedy })
  if (cosignKey !== undefined && sign === 'keyless')
    conflict('cosign-key', 'sign: keyless', 'Write sign: key, or remove the key.')
  if (cosignKey !== undefined && sign === 'off')
    conflict('cosign-key', 'sign: off', 'Write sign: key, or remove the key.')
  if (signPlatforms && sign === 'off')
    conflict('sign-platforms', 'sign: off', 'Nothing is signed then: remove one of the two.')
  if (sigstoreSigningConfig !== undefined && sigstoreTrustedRoot === undefined) {
    faults.push({
      input: 'sigstore-trusted-root',
      found: 'it is missing: nobody believes the services of sigstore-signing-config without it.',
      remedy: 'Write both.',
    })
  }
  // A key needs nobody's root, and without services it is in no log either.
  const isKeyless = sign === 'keyless' || (sign === 'auto' && cosignKey === undefined)
  if (sigstoreTrustedRoot !== undefined && sigstoreSigningConfig === undefined && isKeyless) {
    faults.push({
      input: 'sigstore-signing-config',
      found:
        'it is missing: the public Sigstore would sign, write that into its log, and not be believed by sigstore-trusted-root.',
      remedy: 'Write both, for a Sigstore of your own; or remove sigstore-trusted-root, for the public one.',
    })
  }
  return faults
}

/** Media types without their versions (sigstore protobuf-specs, sigstore_trustroot.proto). */
const FILE_TYPES = {
  'sigstore-signing-config': 'application/vnd.dev.sigstore.signingconfig.',
  'sigstore-trusted-root': 'application/vnd.dev.sigstore.trustedroot',
} as const

/** The inputs that name a file of a Sigstore. */
export type SigstoreInput = keyof typeof FILE_TYPES

/** What is wrong with the content of such a file; undefined where it is one. */
export function sigstoreFileFault(input: SigstoreInput, text: string): InputFault | undefined {
  const type = FILE_TYPES[input]
  const allowed = `JSON with a mediaType that begins with ${type}`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { input, found: 'the file is not JSON.', allowed }
  }
  const said = typeof json === 'object' && json !== null && 'mediaType' in json ? json.mediaType : undefined
  if (typeof said === 'string' && said.startsWith(type)) return undefined
  return { input, found: 'the file is JSON of another kind.', allowed }
}
