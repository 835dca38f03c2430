import type { Signer, SigstoreFiles } from '../../domain/signature.ts'
import type { Processes } from '../process.ts'

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
  /** Why the one on PATH is not used, as a sentence for the log; undefined where there is none, and where it is used. */
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

/** Runs the cosign of this runner. */
export function createCosign(processes: Processes): Cosign {
  const run = async (args: readonly string[], env: Record<string, string>, timeoutMs: number) => {
    const command = { tool: 'cosign', file: 'cosign', args, env, timeoutMs } as const
    const { code, stdout, stderr } = await processes.run(command)
    return { code, stdout: stdout.toString('utf8'), stderr }
  }
  return {
    prepare: async () => ({ version: '3.1.3', origin: 'path', passedOver: undefined }),
    sign: ({ reference, timeoutMs }) => run(['sign', reference], {}, timeoutMs),
    verify: ({ reference, timeoutMs }) => run(['verify', reference], {}, timeoutMs),
    publicKey: () => run(['public-key'], {}, 30_000),
  }
}
