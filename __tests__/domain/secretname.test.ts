import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isPublicName, isSecretName } from '../../src/domain/secretname.ts'

describe('a name of a secret', () => {
  test.each([
    ...[
      'PASSWORD',
      'DB_PASSWORD',
      'DBPASSWORD',
      'db.password',
      'MYSQL_ROOT_PASSWORD',
      'password1',
      'PGPASSWORD',
    ],
    ...['PASS', 'DB_PASS', 'SMTP_PASS', 'DB_PWD', 'PASSWD', 'SSH_PASSPHRASE', 'PASSWORD_PROD'],
    ...[
      'SECRET',
      'CLIENT_SECRET',
      'SECRET_KEY_BASE',
      'SECRETS',
      'my-secret',
      'clientSecret',
      'VAULT_SECRET_ID',
    ],
    ...[
      'TOKEN',
      'NPM_TOKEN',
      'GITHUB_TOKEN',
      'GITHUBTOKEN',
      'githubToken',
      'TOKEN2',
      'TOKEN_GITHUB',
      'AUTH_TOKEN_CI',
    ],
    ...['API_KEY', 'APIKEY', 'apiKey', 'APIKey', 'OPENAI_API_KEY', 'API_KEY_PROD', 'X-API-KEY'],
    ...[
      'PRIVATE_KEY',
      'SSH_PRIVATE_KEY',
      'SSH_KEY',
      'SIGNING_KEY',
      'ENCRYPTION_KEY',
      'LICENSE_KEY',
      'ID_RSA',
    ],
    ...['AWS_SECRET_ACCESS_KEY', 'STORAGE_ACCOUNT_KEY', 'CREDENTIALS', 'GCP_CREDENTIAL', 'NEXUS_CREDS'],
    ...['AUTH', 'NPM_AUTH', '_auth', 'DOCKER_AUTH_CONFIG', 'GH_PAT', 'SERVICE_JWT'],
  ])('is %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  test.each([
    ...['AUTHOR', 'AUTHORS', 'AUTHORITY', 'AUTH_URL', 'AUTH_MODE', 'OAUTH_CLIENT_ID', 'AUTH0_DOMAIN'],
    ...['KEYBOARD', 'KEYCLOAK_VERSION', 'MONKEY', 'KEY', 'CACHE_KEY', 'SORT_KEY', 'GPG_KEY', 'KEY_ID'],
    ...['PUBLIC_KEY', 'SSH_PUBLIC_KEY', 'STRIPE_PUBLISHABLE_KEY', 'AWS_ACCESS_KEY_ID', 'PRIVATE_KEY_PATH'],
    ...['TOKENIZER_VERSION', 'TOKENIZERS_PARALLELISM', 'MAX_TOKENS', 'TOKEN_URL', 'TOKEN_TTL', 'EOS_TOKEN'],
    ...[
      'COMPASS',
      'PASSENGER_VERSION',
      'PASSTHROUGH',
      'PASS_THROUGH',
      'BYPASS',
      'PASSWORD_MIN_LENGTH',
      'PASSWORD_FILE',
    ],
    ...['SECRETARY', 'SECRET_NAME', 'SECRETS_PROVIDER', 'SECRET_KEY_BASE_DUMMY', 'CREDENTIALS_FILE', 'PWD'],
    ...[
      'VERSION',
      'NODE_ENV',
      'PATH',
      'PATTERN',
      'SOURCE_DATE_EPOCH',
      'HTTP_PROXY',
      'BUILDKIT_INLINE_CACHE',
      '_',
      '1',
    ],
    ...[
      'NEXT_PUBLIC_API_KEY',
      'VITE_MAPS_API_KEY',
      'REACT_APP_TOKEN',
      'PUBLIC_NPM_TOKEN',
      'DEPLOY_KEY_FINGERPRINT',
    ],
  ])('is not %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  const words = fc.array(fc.constantFrom('app', 'db', 'npm', 'ci', 'prod', 'eu', 'internal', '2'), {
    maxLength: 3,
  })
  const joined = fc.constantFrom<(words: readonly string[]) => string>(
    (all) => all.join('_').toUpperCase(),
    (all) => all.join('-'),
    (all) => all.join('.'),
    (all) => all.map((one) => `${one[0]?.toUpperCase()}${one.slice(1)}`).join(''),
  )

  test('is one however it is written and whatever is said beside it', () => {
    const secret = fc.constantFrom(
      ['password'],
      ['secret'],
      ['token'],
      ['api', 'key'],
      ['private', 'key'],
      ['passphrase'],
    )
    fc.assert(
      fc.property(words, secret, words, joined, (before, word, after, join) => {
        expect(isSecretName(join([...before, ...word, ...after]))).toBe(true)
        expect(isSecretName(join(['public', ...before, ...word, ...after]))).toBe(false)
        expect(isSecretName(join([...before, ...word, ...after, 'url']))).toBe(false)
      }),
    )
  })

  test('is none without such a word', () => {
    fc.assert(fc.property(words, joined, (all, join) => expect(isSecretName(join(all))).toBe(false)))
  })
})

test.each([
  ['NEXT_PUBLIC_API_KEY', true],
  ['VITE_KEY', true],
  ['INVITE_KEY', false],
  ['PUBLICATION_TOKEN', false],
])('%s says that it is public: %s', (name, is) => {
  expect(isPublicName(name)).toBe(is)
})
