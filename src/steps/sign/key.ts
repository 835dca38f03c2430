import type { PrivateKey } from '../../host/cosign/cosign.ts'
import type { Host } from '../../host/host.ts'
import type { KeyInput } from '../../plan/inputs/signing.ts'

/**
 * The private key that an input names, hidden in the log with its password. Undefined where its variable is not set.
 */
export function readKey(host: Host, input: KeyInput): PrivateKey | undefined {
  const pem = input.kind === 'pem' ? input.pem : host.runner.environment(input.name)
  if (pem === undefined) return undefined
  const password = host.runner.environment('COSIGN_PASSWORD') ?? ''
  for (const secret of [pem, password]) if (secret !== '') host.runner.mask(secret)
  return { pem, password }
}
