import { join } from 'node:path'
import type { Signer, SigstoreFiles } from '../../domain/signature.ts'
import { type Call, publicKeyCall, signCall, verifyCall } from './arguments.ts'
import { type CosignOutside, orNobody, prepareCosign, type Ready } from './prepare.ts'
import { runCosign } from './run.ts'

/** A private key as `cosign generate-key-pair` writes it. */
export interface PrivateKey {
  readonly pem: string
  /** May be empty. */
  readonly password: string
}

/** A signature to make. */
export interface SignRequest {
  /** `image@digest`. */
  readonly reference: string
  /** By a token of this job, for which a certificate is given, or by a key. */
  readonly by: { readonly token: string } | { readonly key: PrivateKey }
  /** A key without a signing configuration signs without asking any service: nothing is written to a log. */
  readonly files: SigstoreFiles
  readonly timeoutMs: number
}

/** Signatures to check. */
export interface VerifyRequest {
  /** `image@digest`. */
  readonly reference: string
  readonly signer: Signer
  readonly files: SigstoreFiles
  /** A key's signature that is in no log. */
  readonly unlogged?: boolean
  readonly timeoutMs: number
}

/** How cosign ended. */
export interface CosignResult {
  /** Undefined where it was ended by a signal, as when the time was over. */
  readonly code: number | undefined
  readonly stdout: string
  /** Its last lines: foreign text, without the secrets that it was given. */
  readonly stderr: string
}

/** The cosign that this run uses. */
export interface CosignInfo {
  /** Without `v`. */
  readonly version: string
  readonly origin: 'path' | 'pinned'
  /** Which others were there and why they are not used, as sentences for the log; undefined where there were none. */
  readonly passedOver: string | undefined
}

/** The program cosign. */
export interface Cosign {
  /**
   * Finds one on PATH that is new enough, else takes the pinned one, from the tool cache or by a download; its hash is checked each time
   * before it is executed. Repeated calls give the same answer. Nothing else can be asked before.
   * @param folder the private folder of this run
   * @throws CommandError where there is none to be had
   */
  prepare(folder: string): Promise<CosignInfo>
  /** Signs, once. @throws CommandError where it cannot be started */
  sign(request: SignRequest): Promise<CosignResult>
  /** Checks what is there; stdout lists what was verified, of any predicate type. @throws CommandError where it cannot be started */
  verify(request: VerifyRequest): Promise<CosignResult>
  /** The public half of a key, as PEM on stdout. @throws CommandError where it cannot be started */
  publicKey(key: PrivateKey): Promise<CosignResult>
}

const KEY_LIMIT = 30_000
/** Runs the cosign of this runner, in an environment in which no earlier step has a say. */
export function createCosign(outside: CosignOutside): Cosign {
  const { processes, files } = outside
  let preparing: Promise<Ready> | undefined
  const ready = () => preparing ?? Promise.reject(new Error('cosign is not prepared'))
  const run = async (call: Call, timeoutMs: number) => runCosign(processes, await ready(), call, timeoutMs)
  return {
    async prepare(folder) {
      preparing ??= prepareCosign(outside, join(folder, 'cosign')).catch((error: unknown) => {
        preparing = undefined
        throw error
      })
      return (await preparing).info
    },
    async sign(request) {
      const isAlone = 'key' in request.by && request.files.signingConfig === undefined
      const used = isAlone ? orNobody(await ready(), request.files) : request.files
      return run(signCall(request, used), request.timeoutMs)
    },
    async verify(request) {
      const { signer, unlogged } = request
      const used = unlogged === true ? orNobody(await ready(), request.files) : request.files
      const keyFile = join((await ready()).folder, `${files.randomId()}.pub`)
      if (signer.kind === 'key') await files.writePrivate(keyFile, signer.publicKey)
      try {
        return await run(verifyCall(request, used, keyFile), request.timeoutMs)
      } finally {
        await files.remove(keyFile)
      }
    },
    publicKey: (key) => run(publicKeyCall(key), KEY_LIMIT),
  }
}
