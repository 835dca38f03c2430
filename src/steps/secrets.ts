import { partsOf, type Secret } from '../domain/secret.ts'
import { bytesOf } from '../domain/secretforms.ts'
import type { PrivateKey } from '../host/cosign/cosign.ts'
import type { Host } from '../host/host.ts'
import { givenSecrets, publicFacts, secretName, withParts } from '../plan/guard.ts'
import type { Inputs } from '../plan/inputs/inputs.ts'

/** BuildKit takes no larger secret (secrets.MaxSecretSize: 500 KiB). */
const LARGEST = 500 * 1024

/**
 * Every secret of the inputs, with its value: for this process's memory only. What is not there is left out; the faults of the inputs
 * say so. What the log must not show of them is masked: nobody has masked files yet, nor values within a line.
 */
export async function readSecrets(
  host: Host,
  inputs: Inputs,
  key: PrivateKey | undefined,
): Promise<readonly Secret[]> {
  const { secretEnvs, secretFiles } = inputs.build
  const variables = secretEnvs.map(({ name, value }) => ({
    name: secretName(name, 'secret-envs'),
    value: bytesOf(host.runner.environment(value) ?? ''),
  }))
  const { workspace } = host.runner.context
  const files = await Promise.all(
    secretFiles.map(async ({ name, value: path }) => {
      const content = await host.files.bytes(path.startsWith('/') ? path : `${workspace}/${path}`, LARGEST)
      return { name: secretName(name, 'secret-files'), value: content?.toString('latin1') ?? '' }
    }),
  )
  const facts = publicFacts(inputs, host.runner.context)
  const given = [...givenSecrets(inputs), ...variables, ...files, ...keySecrets(key)]
  const secrets = given.map((one) => withParts(one, facts))
  for (const part of secrets.flatMap(partsOf)) maskLine(host, part)
  return secrets
}

/** What an image is signed with. */
function keySecrets(key: PrivateKey | undefined): readonly Secret[] {
  if (key === undefined) return []
  return [
    { name: 'the private key of cosign-key', value: bytesOf(key.pem) },
    { name: 'the password in COSIGN_PASSWORD', value: bytesOf(key.password) },
  ]
}

/** Of a file with several lines only its values are masked: `[default]` and the like stand in every log. */
function maskLine(host: Host, part: string): void {
  if (!/[\r\n]/.test(part)) host.runner.mask(Buffer.from(part, 'latin1').toString('utf8'))
}
