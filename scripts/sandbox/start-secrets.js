import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

// BuildKit takes no larger secret.
const LARGEST = 500 * 1024
const TRUST = ['PIP_CERT', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
]

/**
 * The two optional secrets of Dockerfile.example, from this machine: the certificates that it trusts, as a company's proxy may
 * stand between it and the package index, and its pip.conf where that names another index.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Record<string, string>} The action's input; none where there is nothing to say.
 */
export function secretInputs(env = process.env) {
  const bundles = [...TRUST.map((name) => env[name]), ...BUNDLES].filter((path) => path !== undefined)
  const home = env.HOME ?? homedir()
  const configs = [
    env.PIP_CONFIG_FILE,
    join(home, '.config/pip/pip.conf'),
    join(home, '.pip/pip.conf'),
    '/etc/pip.conf',
  ]
  const files = Object.entries({
    ca: bundles.find(isUsable),
    pip_conf: configs.filter((path) => path !== undefined).find(namesAnIndex),
  }).filter(([, path]) => path !== undefined)
  if (files.length === 0) return {}
  return { 'secret-files': files.map(([id, path]) => `${id}=${path}`).join('\n') }
}

/** @param {string} path */
function isUsable(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size > 0 && stats.size < LARGEST
}

/** @param {string} path */
function namesAnIndex(path) {
  return isUsable(path) && /^\s*(extra-)?index-url\s*[=:]/m.test(readFileSync(path, 'utf8'))
}
