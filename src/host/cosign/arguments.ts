import type { SigstoreFiles } from '../../domain/signature.ts'
import type { PrivateKey, SignRequest, VerifyRequest } from './cosign.ts'

/** A program call: its arguments, and the variables that it has beside the allow-list. */
export interface Call {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What must not be seen in its output. */
  readonly secrets: readonly string[]
}

const KEY = '--key=env://COSIGN_PRIVATE_KEY'

/**
 * A signature. A certificate is asked for by the given token only: without `--fulcio-auth-flow` cosign would wait for somebody to open a
 * page in a browser where the token is refused.
 * @param files those of a key that signs without any service name no service
 */
export function signCall({ reference, by }: SignRequest, files: SigstoreFiles): Call {
  const common = ['sign', '--yes', ...sigstoreFlags(files)]
  if ('token' in by) {
    const { token } = by
    const args = [...common, '--fulcio-auth-flow=token', '--', reference]
    return { args, env: { SIGSTORE_ID_TOKEN: token }, secrets: [token, ...token.split('.')] }
  }
  return { ...keyCall(by.key), args: [...common, KEY, '--', reference] }
}

/** The public half of a key. */
export function publicKeyCall(key: PrivateKey): Call {
  return { ...keyCall(key), args: ['public-key', KEY] }
}

/** The password is always there, also where it is empty: else cosign asks a terminal for it. */
function keyCall({ pem, password }: PrivateKey): Omit<Call, 'args'> {
  const lines = pem.split(/\r?\n/).filter((line) => !line.startsWith('-----'))
  return { env: { COSIGN_PRIVATE_KEY: pem, COSIGN_PASSWORD: password }, secrets: [pem, password, ...lines] }
}

/**
 * A check of every signature that is there, by identity, issuer, repository and commit, or by a key.
 * @param publicKeyFile where the public key lies; for a key only
 */
export function verifyCall(
  { reference, signer, unlogged }: VerifyRequest,
  files: SigstoreFiles,
  publicKeyFile: string,
): Call {
  const log = unlogged === true ? ['--insecure-ignore-tlog'] : []
  const who = signer.kind === 'key' ? [`--key=${publicKeyFile}`, ...log] : identityFlags(signer)
  const { trustedRoot } = files
  const args = ['verify', '--output=json', ...sigstoreFlags({ trustedRoot }), ...who, '--', reference]
  return { args, env: {}, secrets: [] }
}

function identityFlags({
  identity,
  issuer,
  repository,
  commit,
}: Extract<VerifyRequest['signer'], { kind: 'keyless' }>): readonly string[] {
  return [
    'exact' in identity
      ? `--certificate-identity=${identity.exact}`
      : `--certificate-identity-regexp=${identity.regexp}`,
    typeof issuer === 'string'
      ? `--certificate-oidc-issuer=${issuer}`
      : `--certificate-oidc-issuer-regexp=${issuer.regexp}`,
    ...(repository === undefined ? [] : [`--certificate-github-workflow-repository=${repository}`]),
    ...(commit === undefined ? [] : [`--certificate-github-workflow-sha=${commit}`]),
  ]
}

function sigstoreFlags({ signingConfig, trustedRoot }: SigstoreFiles): readonly string[] {
  return [
    ...(signingConfig === undefined ? [] : [`--signing-config=${signingConfig}`]),
    ...(trustedRoot === undefined ? [] : [`--trusted-root=${trustedRoot}`]),
  ]
}
