import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A certificate authority that nobody knows, and a server's certificate by it. */
export interface Authority {
  /** The file with the authority's certificate, as PEM. */
  readonly file: string
  /** The server's, as PEM. */
  readonly tls: { readonly key: string; readonly cert: string }
}

/**
 * Makes both with openssl, good for a day, in a folder that exists.
 * @param names of the server beside `localhost`: its IP address, or such as `DNS:*.example.com`
 */
export async function makeAuthority(folder: string, ...names: readonly string[]): Promise<Authority> {
  const at = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) => run('openssl', [...args])
  const alternatives = names.map((name) => (name.startsWith('DNS:') ? name : `IP:${name}`)).join(',')
  const ca = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-addext', 'keyUsage=critical,keyCertSign']
  await openssl('req', '-x509', ...KEY, '-days', '1', '-subj', '/CN=authority of a test', ...ca)
  await openssl('req', ...KEY, '-subj', '/CN=registry', '-keyout', at('server.key'), '-out', at('server.csr'))
  writeFileSync(
    at('server.ext'),
    `subjectAltName=${alternatives},DNS:localhost\nbasicConstraints=critical,CA:FALSE\n`,
  )
  const signer = [
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-extfile',
    at('server.ext'),
  ]
  await openssl('x509', '-req', '-in', at('server.csr'), '-days', '1', ...signer, '-out', at('server.pem'))
  const [key, cert] = [at('server.key'), at('server.pem')].map((file) => readFileSync(file, 'utf8'))
  return { file: at('ca.pem'), tls: { key: key ?? '', cert: cert ?? '' } }
}
