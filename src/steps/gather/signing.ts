import { readClaims } from '../../domain/claims.ts'
import { CommandError, type InputFault, PolicyError } from '../../domain/errors.ts'
import type { PrivateKey } from '../../host/cosign/cosign.ts'
import type { Host } from '../../host/host.ts'
import {
  isPrivateKey,
  NO_KEY,
  type SigningInputs,
  type SigstoreInput,
  sigstoreFileFault,
} from '../../plan/inputs/signing.ts'
import { isPublicKey, sigstoreFiles } from '../../plan/signed.ts'
import { type SigningFacts, signingFaults, wishFor } from '../../plan/signing.ts'
import type { Target } from '../../plan/target.ts'
import { AUDIENCE, claimsFault, unreadable } from '../../plan/token.ts'
import { lastWords } from '../../plan/verdict.ts'

/** What a run has before it looks around. */
export interface Readied {
  /** Its private folder. */
  readonly folder: string
  /** What `cosign-key` names; undefined where there is nothing. */
  readonly key: PrivateKey | undefined
}

/** What is known of the signature to come, and what is wrong with its inputs. */
export interface SigningLook {
  readonly facts: SigningFacts
  readonly faults: readonly InputFault[]
}

/**
 * Looks at everything that a signature needs before anything is built: files, key, cosign, and who this job is. Files of a Sigstore are
 * copied into the private folder, where post finds them.
 * @throws CommandError where there is no cosign to be had or GitHub gives no token, PolicyError where the token is another job's
 */
export async function lookAtSigning(
  host: Host,
  inputs: SigningInputs,
  { policy }: Pick<Target, 'policy'>,
  { folder, key }: Readied,
): Promise<SigningLook> {
  const { context } = host.runner
  const wish = wishFor(inputs, context, policy)
  const own = sigstoreFiles(folder)
  const [faults, prepared] = await Promise.all([
    Promise.all([
      copySigstoreFile(host, 'sigstore-signing-config', inputs.sigstoreSigningConfig, own.signingConfig),
      copySigstoreFile(host, 'sigstore-trusted-root', inputs.sigstoreTrustedRoot, own.trustedRoot),
    ]),
    wish.kind === 'none' ? undefined : prepare(host, folder),
  ])
  const known = [...signingFaults(wish, inputs, context), ...faults.flat()]
  if (prepared === undefined) return { facts: {}, faults: known }
  if (wish.kind === 'key') {
    const found = await readPublicKey(host, inputs, key)
    return { facts: { publicKey: found.publicKey }, faults: [...known, ...found.faults] }
  }
  return { facts: context.idToken ? { claims: await askWho(host) } : {}, faults: known }
}

async function prepare(host: Host, folder: string): Promise<true> {
  const { version, origin, passedOver } = await host.cosign.prepare(folder)
  if (passedOver !== undefined) host.log.notice(passedOver)
  host.log.info(`cosign ${version}${origin === 'path' ? ' of this runner' : ''}`)
  return true
}

/** Who GitHub says that this job is. */
async function askWho(host: Host): Promise<SigningFacts['claims']> {
  const claims = readClaims(await host.runner.idToken(AUDIENCE))
  if ('wrong' in claims) throw new CommandError(unreadable(claims.wrong))
  const fault = claimsFault(claims, host.runner.context, host.clock.now() / 1000)
  if (fault !== undefined) throw new PolicyError(fault)
  return claims
}

const FILE_LIMIT = 1024 * 1024

/**
 * Copies a file of a Sigstore to where only this user can change it.
 * @returns what is wrong with the file
 */
export async function copySigstoreFile(
  host: Host,
  input: SigstoreInput,
  path: string | undefined,
  to: string,
): Promise<readonly InputFault[]> {
  if (path === undefined) return []
  const { workspace } = host.runner.context
  const text = await host.files.read(path.startsWith('/') ? path : `${workspace}/${path}`, FILE_LIMIT)
  if (text === undefined) {
    const allowed = 'a file of at most 1 MiB, relative to the workspace'
    return [{ input, found: `'${path}' is not a file that can be read.`, allowed }]
  }
  const fault = sigstoreFileFault(input, text)
  if (fault !== undefined) return [fault]
  await host.files.writePrivate(to, text)
  return []
}

async function readPublicKey(
  host: Host,
  { cosignKey }: SigningInputs,
  key: PrivateKey | undefined,
): Promise<{ readonly publicKey?: string; readonly faults: readonly InputFault[] }> {
  if (cosignKey === undefined) return { faults: [] }
  const wrong = (fault: Omit<InputFault, 'input'>) => ({ faults: [{ input: 'cosign-key', ...fault }] })
  if (key === undefined)
    return wrong({
      found: `the variable ${cosignKey.kind === 'variable' ? cosignKey.name : ''} is not set.`,
      remedy: 'Set it in env: of this step.',
    })
  if (!isPrivateKey(key.pem)) return wrong(NO_KEY)
  const { code, stdout, stderr } = await host.cosign.publicKey(key)
  const publicKey = `${stdout.trim()}\n`
  if (code === 0 && isPublicKey(publicKey)) return { publicKey, faults: [] }
  return wrong({
    found: `cosign cannot use it: ${lastWords(stderr)}.`,
    remedy: 'The password is taken from COSIGN_PASSWORD in env: of this step; without one it is empty.',
  })
}
