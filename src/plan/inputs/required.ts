import type { InputFault } from '../../domain/errors.ts'
import { isPublicKey } from '../signed.ts'
import { autoOr, flag, matching, plain, quote } from './parsers.ts'
import { patternFault } from './pattern.ts'
import { Fault, optional, type Parser, type Values, withDefault } from './row.ts'

/** Where the public key is by which an image has to be signed. */
export type PublicKeyInput =
  | { readonly kind: 'pem'; readonly pem: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }

/** What is wrong with such a key. The text may be a private one, so no message shows any of it. */
export const NO_PUBLIC_KEY = {
  found: 'it is no public key.',
  allowed: 'the text of the file cosign.pub that `cosign generate-key-pair` writes, its path, or env://NAME',
} as const

/** A public key as cosign reads it; undefined where a text is none. */
export function parsePublicKey(text: string): string | undefined {
  const pem = `${text.replaceAll('\r\n', '\n').trim()}\n`
  return isPublicKey(pem) ? pem : undefined
}

const publicKey: Parser<PublicKeyInput> = (text) => {
  const name = /^env:\/\/([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1]
  if (name !== undefined) return { kind: 'variable', name }
  const pem = parsePublicKey(text)
  if (pem !== undefined) return { kind: 'pem', pem }
  const isPath = !/[\r\n]|^-|:\/\//.test(text) && text.length <= 1000
  return isPath ? { kind: 'file', path: text } : new Fault(NO_PUBLIC_KEY)
}

const LONGEST_PATTERN = 1000

/** Go looks for an expression anywhere in a text: without both anchors it is no check of who signed. */
const wholly: Parser<string> = (text) => {
  const line = plain(text)
  if (line instanceof Fault) return line
  const allowed = `an expression of RE2, of at most ${LONGEST_PATTERN} characters`
  const fault = line.length > LONGEST_PATTERN ? `it has ${line.length} characters` : patternFault(line)
  return fault === undefined
    ? `^(?:${line})$`
    : new Fault({ found: `${quote(text)} cannot be used: ${fault}.`, allowed })
}

/** Whether an image has to be signed, and by whom. */
export const requiredRows = {
  requireSignature: withDefault(
    'require-signature',
    'auto',
    autoOr(flag),
    'Whether the image has to be signed: with `auto` a signature that is there has to be the expected one, and none at all is a notice; with `true` none at all fails, too; with `false` nobody looks.',
  ),
  certificateIdentity: optional(
    'certificate-identity',
    plain,
    'Who has to have signed without a key, exactly: `https://github.com/owner/repo/.github/workflows/publish.yml@refs/tags/v1.2.3`. Default: any workflow of this repository.',
  ),
  certificateIdentityRegexp: optional(
    'certificate-identity-regexp',
    wholly,
    'The same as a regular expression (RE2), which has to match all of the identity.',
  ),
  certificateOidcIssuer: optional(
    'certificate-oidc-issuer',
    matching(/^https:\/\/[^\s\p{Cc}]{1,1000}$/u, 'an address that begins with https://'),
    'Who has to have issued the token for which the certificate was given. Default: GitHub, or the server that this repository is on.',
  ),
  certificateRepository: optional(
    'certificate-github-workflow-repository',
    matching(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'owner/repo'),
    'Whose workflow run has to have signed, `owner/repo`. Default: this repository, where no identity is written, else any. The identity of a reusable workflow is the same for everybody who calls it, so write who calls it, too.',
  ),
  cosignPublicKey: optional(
    'cosign-public-key',
    publicKey,
    'Public key that the image has to be signed with: its text, `env://NAME`, or the path of its file. No log has to know the signature, unless `sigstore-trusted-root` is given.',
  ),
  sigstoreTrustedRoot: optional(
    'sigstore-trusted-root',
    plain,
    'File that says whose signatures are believed, for a Sigstore of your own (`cosign trusted-root create`); beside `cosign-public-key` its log has to know the signature.',
  ),
}

/** The inputs about a signature that an image has already. */
export type RequiredInputs = Values<typeof requiredRows>

/** Inputs that are each valid and cannot be meant together. */
export function requiredContradictions(inputs: RequiredInputs): readonly InputFault[] {
  const { certificateIdentity, certificateIdentityRegexp, certificateOidcIssuer, cosignPublicKey } = inputs
  const faults: InputFault[] = []
  const conflict = (input: string, other: string, remedy: string) =>
    faults.push({ input, found: `it cannot be used together with '${other}'.`, remedy })
  if (certificateIdentity !== undefined && certificateIdentityRegexp !== undefined)
    conflict('certificate-identity-regexp', 'certificate-identity', 'Write one of the two.')
  if (cosignPublicKey === undefined) return faults
  for (const [name, value] of [
    ['certificate-identity', certificateIdentity],
    ['certificate-identity-regexp', certificateIdentityRegexp],
    ['certificate-oidc-issuer', certificateOidcIssuer],
    ['certificate-github-workflow-repository', inputs.certificateRepository],
  ] as const) {
    if (value !== undefined)
      conflict('cosign-public-key', name, 'A key has no certificate: remove one of the two.')
  }
  return faults
}
