import { type Digest, parseDigest } from '../domain/digest.ts'
import { parseCommitId } from '../domain/github.ts'
import { asObject, type Json } from '../domain/json.ts'
import type { Signer } from '../domain/signature.ts'
import { listOf } from './published.ts'

/** A manifest that is signed, and what was listed beside it: whoever writes to the list at the same time can lose some of it. */
export interface SignedManifest {
  readonly digest: Digest
  readonly referrers: readonly Digest[]
}

/** What was signed, as post needs it to look again. */
export interface Signed {
  readonly signer: Signer
  /** A key's signature that is in no log. */
  readonly unlogged: boolean
  /** What the trusted root has to be that main left in the private folder, where others can write; undefined where it left none. */
  readonly trustedRoot: Digest | undefined
  readonly manifests: readonly SignedManifest[]
}

/** As many as a state holds: whoever may write to the registry can attach as many as he likes. */
const MOST = 1000

/** What main leaves of what it has signed: no more than is read of a state. The newest are written last. */
export function keptSigned({ manifests, ...how }: Signed): Signed {
  const kept = manifests
    .slice(0, MOST)
    .map(({ digest, referrers }) => ({ digest, referrers: referrers.slice(-MOST) }))
  return { ...how, manifests: kept }
}

/** Where main leaves the files of a Sigstore. */
export function sigstoreFiles(folder: string): {
  readonly signingConfig: string
  readonly trustedRoot: string
} {
  return { signingConfig: `${folder}/signing-config.json`, trustedRoot: `${folder}/trusted-root.json` }
}

const PUBLIC_KEY = /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]{1,10000}-----END PUBLIC KEY-----\n?$/

/** Whether a text is a public key as PEM (RFC 7468, section 13). */
export function isPublicKey(text: unknown): text is string {
  return typeof text === 'string' && PUBLIC_KEY.test(text)
}

/** Reads it; undefined where anything in it is not of the form that main writes. */
export function parseSigned(value: unknown): Signed | undefined {
  const json = asObject(value)
  const signer = parseSigner(asObject(json?.signer))
  const manifests = parseManifests(json?.manifests)
  if (signer === undefined || manifests === undefined) return undefined
  const { unlogged, trustedRoot } = json ?? {}
  const root = parseDigest(trustedRoot)
  if (typeof unlogged !== 'boolean' || (trustedRoot !== undefined && root === undefined)) return undefined
  // A certificate is good for some minutes only: what says when it was used cannot be left out.
  if (unlogged && signer.kind !== 'key') return undefined
  return { signer, unlogged, trustedRoot: root, manifests }
}

/** A run signs under one identity, so a state with a pattern was not written by one. */
function parseSigner(json: Json | undefined): Signer | undefined {
  if (json?.kind === 'key')
    return isPublicKey(json.publicKey) ? { kind: 'key', publicKey: json.publicKey } : undefined
  const exact = asObject(json?.identity)?.exact
  const { issuer, repository } = json ?? {}
  const commit = parseCommitId(json?.commit)
  if (json?.kind !== 'keyless' || !isAddress(exact) || !isAddress(issuer) || commit === undefined)
    return undefined
  if (typeof repository !== 'string' || !/^[\w.-]{1,200}\/[\w.-]{1,200}$/.test(repository)) return undefined
  return { kind: 'keyless', identity: { exact }, issuer, repository, commit }
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s\p{Cc}]{1,3000}$/u.test(value)
}

function parseManifests(value: unknown): readonly SignedManifest[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST) return undefined
  const parsed = value.map((one: unknown): SignedManifest | undefined => {
    const json = asObject(one)
    const [digest, referrers] = [parseDigest(json?.digest), listOf(json?.referrers, parseDigest)]
    return digest && referrers && { digest, referrers }
  })
  return parsed.every((one) => one !== undefined) ? parsed : undefined
}
