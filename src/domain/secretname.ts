/** Words that name a secret wherever they stand in a name. */
const SECRET = new Set([
  'apikey',
  'creds',
  'credential',
  'credentials',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'privatekey',
  'pwd',
  'secret',
  'secretkey',
  'secrets',
  'token',
])
/** Words that name a secret at the end of a name only: `DB_PASS`, but not `PASS_THROUGH`; `NPM_AUTH`, but not `AUTH_URL`. */
const SECRET_LAST = new Set(['auth', 'pass', 'pat', 'jwt', 'bearer'])
/** Endings of words that people write without a separator, as in `DBPASSWORD`. */
const ENDINGS = /(?:password|passwd|passphrase|secret|token|apikey|privatekey)$/
/** What a key is for where it is a secret: `API_KEY`, but not `CACHE_KEY`, `PUBLIC_KEY` or `GPG_KEY`, which is a fingerprint. */
const KEY_OF = new Set([
  ...['access', 'account', 'admin', 'api', 'app', 'application', 'auth', 'client', 'crypto', 'decryption'],
  ...['deploy', 'encryption', 'license', 'master', 'private', 'rsa', 'secret', 'server', 'service'],
  ...['session', 'signing', 'ssh', 'ssl', 'storage', 'tls', 'webhook'],
])
/** Two words that name a secret together. */
const PAIRS = new Set(['auth config', 'id rsa', 'id ed', 'id ecdsa'])
/** What is said of a secret by the last word, and is none itself: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`, `SECRET_NAME`. */
const ABOUT = new Set([
  ...['algorithm', 'alg', 'attempts', 'audience', 'backend', 'bytes', 'class', 'count', 'dir', 'directory'],
  ...[
    'disabled',
    'domain',
    'driver',
    'dummy',
    'enabled',
    'endpoint',
    'example',
    'expires',
    'expiry',
    'field',
  ],
  ...['file', 'folder', 'format', 'header', 'host', 'hostname', 'issuer', 'length', 'lifetime', 'limit'],
  ...['location', 'manager', 'max', 'method', 'min', 'mode', 'mount', 'name', 'names', 'param', 'path'],
  ...['placeholder', 'plugin', 'policy', 'port', 'prefix', 'provider', 'realm', 'ref', 'region', 'required'],
  ...['rounds', 'scheme', 'scope', 'scopes', 'server', 'service', 'size', 'source', 'store', 'strategy'],
  ...['suffix', 'timeout', 'ttl', 'type', 'uri', 'url', 'user', 'username', 'validity', 'vault', 'version'],
])
/** An identifier is public, but for the one of a secret itself (`VAULT_SECRET_ID` opens a vault). */
const IDENTIFIERS = new Set(['id', 'ids', 'arn', 'fingerprint', 'thumbprint'])
/** Names of what language models and tokenizers read, as in `EOS_TOKEN`. */
const TOKEN_OF = new Set(['bos', 'cls', 'eos', 'mask', 'pad', 'sep', 'stop', 'unk'])
/** Whatever front ends build into what every browser gets: by these words and prefixes their makers say that it is public. */
const PUBLIC = new Set(['public', 'publishable', 'pub'])
const PUBLIC_PREFIXES = /^(?:VITE|REACT_APP|VUE_APP|GATSBY|NG_APP)_/i

/** Whether a name says of itself that what it names is public. */
export function isPublicName(name: string): boolean {
  return PUBLIC_PREFIXES.test(name) || wordsOf(name).some((word) => PUBLIC.has(word))
}

/**
 * Whether a variable of this name holds a secret, judged word by word: `NPM_TOKEN`, `apiKey` and `DBPASSWORD` do; `AUTHOR`, `KEYBOARD`,
 * `TOKENIZER_VERSION`, `CACHE_KEY` and `TOKEN_URL` do not. A name that says that it is public does not either.
 */
export function isSecretName(name: string): boolean {
  if (isPublicName(name)) return false
  const words = wordsOf(name)
  const last = words.at(-1)
  if (last === undefined) return false
  const secrets = words.filter((_, at) => isSecretWord(words, at))
  if (secrets.length === 0 || ABOUT.has(last)) return false
  return !IDENTIFIERS.has(last) || secrets.includes('secret')
}

function isSecretWord(words: readonly string[], at: number): boolean {
  const [before, word = ''] = [words[at - 1], words[at]]
  // Where a shell stands is in PWD itself.
  if (word === 'pwd') return words.length > 1
  if (word === 'token') return before === undefined || !TOKEN_OF.has(before)
  if (word === 'key') return before !== undefined && KEY_OF.has(before)
  if (before !== undefined && PAIRS.has(`${before} ${word}`)) return true
  if (SECRET_LAST.has(word)) return at === words.length - 1
  return SECRET.has(word) || ENDINGS.test(word)
}

/** The words of a name, in lower case: by separators and by capitals. Numbers behind them say nothing. */
function wordsOf(name: string): readonly string[] {
  const parts = name
    .split(/[^A-Za-z0-9]+/)
    .flatMap((part) => part.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/))
  return parts.map((part) => part.toLowerCase().replace(/\d+$/, '')).filter((part) => part !== '')
}
