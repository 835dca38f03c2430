import type { InputFault } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import type { RequiredFacts } from '../../plan/demand.ts'
import {
  NO_PUBLIC_KEY,
  type PublicKeyInput,
  parsePublicKey,
  requiredRows,
} from '../../plan/inputs/required.ts'
import { parseRows } from '../../plan/inputs/row.ts'
import { sigstoreFiles } from '../../plan/signed.ts'
import { copySigstoreFile } from './signing.ts'

/** What is known of the signature that an image has to have, and what is wrong with what its inputs name. */
export interface RequiredLook {
  readonly facts: RequiredFacts
  readonly faults: readonly InputFault[]
}

/**
 * Looks at the key and the file that the inputs name, before anything else is asked. What is wrong with the inputs themselves is left to
 * whoever parses all of them.
 * @param folder the private folder of this run
 */
export async function lookAtRequired(host: Host, folder: string): Promise<RequiredLook> {
  const inputs = parseRows(requiredRows, host.runner.input, [])
  const { requireSignature, cosignPublicKey, sigstoreTrustedRoot } = inputs
  if (requireSignature === false) return { facts: {}, faults: [] }
  const own = sigstoreFiles(folder).trustedRoot
  const [key, faults] = await Promise.all([
    readPublicKey(host, cosignPublicKey),
    copySigstoreFile(host, 'sigstore-trusted-root', sigstoreTrustedRoot, own),
  ])
  const trustedRoot = sigstoreTrustedRoot === undefined ? undefined : own
  return { facts: { publicKey: key.publicKey, trustedRoot }, faults: [...key.faults, ...faults] }
}

interface Found {
  readonly publicKey?: string | undefined
  readonly faults: readonly InputFault[]
}

const KEY_LIMIT = 64 * 1024

async function readPublicKey(host: Host, input: PublicKeyInput | undefined): Promise<Found> {
  if (input === undefined) return { faults: [] }
  const wrong = (fault: Omit<InputFault, 'input'>) => ({ faults: [{ input: 'cosign-public-key', ...fault }] })
  if (input.kind === 'pem') return { publicKey: input.pem, faults: [] }
  if (input.kind === 'variable') {
    const text = host.runner.environment(input.name)
    if (text !== undefined) return judge(text)
    return wrong({
      found: `the variable ${input.name} is not set.`,
      remedy: 'Set it in env: of this step.',
    })
  }
  const { path } = input
  const { workspace } = host.runner.context
  const text = await host.files.read(path.startsWith('/') ? path : `${workspace}/${path}`, KEY_LIMIT)
  if (text !== undefined) return judge(text)
  return wrong({
    found: `'${path}' is not a file that can be read.`,
    allowed: 'a file relative to the workspace, the text of a public key, or env://NAME',
    remedy: 'A file of the repository is there after a checkout.',
  })

  function judge(text: string): Found {
    const publicKey = parsePublicKey(text)
    return publicKey === undefined ? wrong(NO_PUBLIC_KEY) : { publicKey, faults: [] }
  }
}
