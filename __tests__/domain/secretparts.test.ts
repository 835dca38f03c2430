import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSearch } from '../../src/domain/secret.ts'
import { valuesIn } from '../../src/domain/secretparts.ts'

/** Made up, and put together here, so that nobody's scanner takes them for real ones. */
const MIXED = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'
const GITHUB = `ghp_${MIXED}`
const NPM = `npm_${MIXED}`
const GITLAB = `glpat-${MIXED.slice(0, 20)}`
const PYPI = `pypi-AgE${MIXED}${MIXED}`
const AWS_ID = `AKIA${'QX7M2PLZ5RT3WKBN'}`
const AWS_KEY = `/${'wJalrXUtnFEMI/K7MDENG+bPxRfiCY9x2vQmZtA'}`
const SESSION = `IQoJb3JpZ2luX2Vj${MIXED}/${MIXED}`
const HEX = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'
const WEB = `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.${MIXED}_-${MIXED}`
const UUID = '6f1c2d3e-4b5a-4c7d-8e9f-0a1b2c3d4e5f'
const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  ...{ format: 'pem', type: 'pkcs8' },
})
const PEM_LINES = String(PEM)
  .split('\n')
  .filter((line) => line.length >= 16 && !line.startsWith('-'))
const SERVICE_ACCOUNT = {
  type: 'service_account',
  project_id: 'my-project-123456',
  private_key_id: HEX,
  private_key: String(PEM),
  client_email: 'builder-2@my-project-123456.iam.gserviceaccount.com',
  client_id: '112233445566778899001',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  client_x509_cert_url:
    'https://www.googleapis.com/robot/v1/metadata/x509/builder-2%40my-project-123456.iam.gserviceaccount.com',
  universe_domain: 'googleapis.com',
}

const FILES: readonly (readonly [what: string, file: string, parts: readonly string[]])[] = [
  ['.netrc', `machine api.github.com\n  login octocat\n  password ${GITHUB}\n`, [GITHUB]],
  ['.netrc in one line', `machine gitlab.example.com login oauth2 password ${HEX}`, [HEX]],
  [
    'credentials of AWS',
    `[default]\naws_access_key_id = ${AWS_ID}\naws_secret_access_key = ${AWS_KEY}\naws_session_token=${SESSION}==\nregion = eu-central-1\nrole_arn = arn:aws:iam::123456789012:role/MyDeployRole-Production1\nsso_start_url = https://my-company-1.awsapps.com/start\n`,
    [AWS_ID, AWS_KEY, SESSION],
  ],
  [
    '.git-credentials',
    `https://octocat:${GITHUB}@github.com\nhttps://${HEX}:x-oauth-basic@git.example.com/acme/app.git\n`,
    [GITHUB, HEX],
  ],
  [
    '.git-credentials, percent-encoded',
    `https://me:${encodeURIComponent('k3Hq/9dP2+xv7Lm@4sT')}@dev.example.com\n`,
    ['k3Hq/9dP2+xv7Lm@4sT'],
  ],
  [
    '.npmrc',
    `registry=https://npm.example.com/some/path/\nalways-auth=true\n//npm.example.com/:_authToken=${NPM}\n//old.example.com/:_password="${btoa(GITLAB)}"\nemail=build-bot-1@mail.example.com\n`,
    [NPM, btoa(GITLAB).replace(/=+$/, ''), GITLAB],
  ],
  [
    '.npmrc with a variable',
    `//npm.pkg.github.com/:_authToken=\${MY_NPM_TOKEN_2}\n@acme:registry=https://npm.pkg.github.com\n`,
    [],
  ],
  [
    'pip.conf',
    `[global]\nindex-url = https://__token__:${PYPI}@pypi.example.com/simple\nextra-index-url =\n    https://bot:${GITLAB}@gitlab.example.com/api/v4/projects/12345678/packages/pypi/simple\ntrusted-host = pypi.example.com\n`,
    [PYPI, GITLAB],
  ],
  ['a service account', JSON.stringify(SERVICE_ACCOUNT, null, 2), PEM_LINES],
  ['a service account in one line', JSON.stringify(SERVICE_ACCOUNT), PEM_LINES],
  ['a PEM key', String(PEM).replaceAll('\n', '\r\n'), PEM_LINES],
  [
    'config.json of docker',
    JSON.stringify({
      auths: { 'ghcr.io': { auth: btoa(`octocat:${GITHUB}`) } },
      credsStore: 'secretservice',
    }),
    [btoa(`octocat:${GITHUB}`).replace(/=+$/, ''), GITHUB],
  ],
  [
    '.env',
    `# of production\nNODE_ENV=production\nexport API_TOKEN="${MIXED}"\nSESSION_SECRET='${HEX}'\nHEROKU_API_KEY=${UUID}\nDATABASE_URL=postgres://app:${MIXED.slice(0, 24)}@db1.internal.example.com:5432/app?sslmode=require\nADMIN_PASSWORD=MyDog,Spot2019Forever!\nJWT=${WEB}\nNEXT_PUBLIC_ANON_KEY=${WEB}1\nAZURE_TENANT_ID=${UUID}\nGIT_COMMIT=${HEX.toUpperCase()}\nDB_HOST=db1.internal.example.com\nAPP_URL=https://app.example.com/a1B2c3D4e5F6g7H8\nCONFIG=/etc/app/a1B2c3D4e5F6g7H8.conf\nBASE=node@sha256:${HEX}${HEX}\n`,
    [MIXED, HEX, UUID, MIXED.slice(0, 24), 'MyDog,Spot2019Forever!', 'Spot2019Forever!', WEB],
  ],
  [
    'settings.xml',
    `<server>\n  <id>github</id>\n  <username>octocat</username>\n  <password>${GITHUB}</password>\n</server>`,
    [GITHUB],
  ],
  [
    'YAML',
    `current-context: my-cluster-1\nusers:\n- name: admin\n  user:\n    token: ${WEB}\n    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t${MIXED}\n`,
    [WEB],
  ],
  ['.pgpass', `db1.internal.example.com:5432:app:app:${MIXED}\n`, [MIXED]],
  ['a header', `Authorization: Bearer ${WEB}\nAccept: application/vnd.github.v3+json\n`, [WEB]],
  [
    '.netrc with a password that looks like a mail address',
    'machine git.example.com login bot password Kx9!mQ2+vT@7pL4w.zr\n',
    ['Kx9!mQ2+vT@7pL4w.zr'],
  ],
]

describe('of a secret file are looked for', () => {
  test.each(FILES)('the values of %s', (_, file, parts) => {
    expect(valuesIn(file).toSorted()).toEqual([...new Set(parts)].toSorted())
  })
})

test.each([
  ['a host with a path', 'registry.example.com/some/path'],
  ['an address', 'https://oauth2.googleapis.com/token'],
  ['an address that looks random', 'https://hooks.example.com/services/T0A1B2C3D/B4E5F6G7H/a1B2c3D4e5F6'],
  ['a host of a cloud', 'd1a2b3c4e5f6g7.execute-api.eu-west-1.amazonaws.com'],
  ['a mail address', 'a1b2c3d4e5f6g7h8@developer.gserviceaccount.com'],
  ['a word', 'internationalisation'],
  ['words', 'correct-horse-battery-staple'],
  ['words with numbers', 'node20-alpine3.19-arm64v8-bookworm2'],
  ['a name of a program', 'getUserAccountById2'],
  ['a name in capitals', 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD_2'],
  ['a time', '20261128T120000Z 2026-11-28T12:00:00.123456Z'],
  ['a number', '112233445566778899001'],
  ['an identifier', UUID],
  ['a digest', `sha256:${HEX}${HEX}`],
  ['a pinned action', `uses: actions/checkout@${HEX}`],
  ['a checksum', `integrity=sha512-${MIXED}${MIXED}==`],
  ['a file', 'service-account-A1b2C3d4E5.json'],
  ['a path', '/home/runner/work/_temp/a1B2c3D4e5F6g7H8'],
  ['a public key', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${MIXED} me@example.com`],
  ['a certificate', `-----BEGIN CERTIFICATE-----\nMIIB${MIXED}\n${MIXED}\n-----END CERTIFICATE-----`],
  ['a placeholder', 'password=your-password-goes-here'],
  ['15 characters', 'a1B2c3D4e5F6g7H'],
])('%s is no value', (_, text) => {
  expect(valuesIn(text)).toEqual([])
})

const lower = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz')
const upper = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const digit = fc.constantFrom(...'0123456789')
const letters = (minLength: number) =>
  fc.string({ unit: fc.oneof(lower, upper, digit), minLength, maxLength: minLength })
/** As mixed as a random token is at least: of any three characters one is a digit. */
const mixed = fc
  .array(fc.tuple(lower, digit, upper), { minLength: 6, maxLength: 24 })
  .map((blocks) => blocks.flat().join(''))
const token = fc.oneof(
  mixed,
  letters(36).map((text) => `ghp_${text}`),
  letters(36).map((text) => `npm_${text}`),
  letters(20).map((text) => `glpat-${text}`),
  fc.tuple(mixed, mixed).map(([one, two]) => `${one}/${two}`),
  fc.tuple(mixed, mixed).map(([one, two]) => `${one}+${two}`),
  fc.tuple(mixed, mixed, mixed).map((parts) => `eyJhbGciOiJI${parts[0]}.eyJ1c2VyIjoi${parts[1]}.${parts[2]}`),
)
const word = fc.string({ unit: lower, minLength: 1, maxLength: 24 })

const WRITTEN: Readonly<Record<string, (token: string, word: string) => string>> = {
  '.netrc': (token, word) => `machine ${word}.example.com login ${word}\npassword ${token}\n`,
  AWS: (token, word) => `[${word}]\nregion = ${word}-1\naws_secret_access_key = ${token}\n`,
  '.git-credentials': (token, word) => `https://${word}:${encodeURIComponent(token)}@${word}.example.com/\n`,
  '.npmrc': (token, word) =>
    `@${word}:registry=https://${word}.example.com\n//${word}.example.com/:_authToken=${token}\n`,
  'pip.conf': (token, word) =>
    `[global]\nindex-url = https://${word}:${encodeURIComponent(token)}@pypi.example.com/${word}\n`,
  JSON: (token, word) => JSON.stringify({ type: word, deep: [{ [word]: `${word}\n${token}` }] }, null, 1),
  PEM: (token, word) => `-----BEGIN PRIVATE KEY-----\n${token}\n${word}\n-----END PRIVATE KEY-----\n`,
  '.env': (token, word) => `A=${word}\nexport MY_VALUE="${token}"\nB=${word}\n`,
  YAML: (token, word) => `${word}:\n  - token: '${token}'\n`,
  XML: (token, word) => `<${word}><password>${token}</password></${word}>`,
}

test.each(Object.entries(WRITTEN))('a token that is planted in a file is found by itself: %s', (_, write) => {
  fc.assert(
    fc.property(token, word, (planted, other) => {
      const value = write(planted, other)
      const search = createSearch([{ name: 'it', value, parts: valuesIn(value) }])
      for (const text of [`_x=${planted};`, btoa(`u:${planted}`), encodeURIComponent(planted)])
        expect(search.holds(text)).toEqual(['it'])
      expect(search.holds(write('', other).toUpperCase())).toEqual([])
    }),
  )
})

const ordinary = fc.oneof(
  word,
  word.map((text) => text.toUpperCase()),
  fc.tuple(word, fc.nat(9999)).map(([text, number]) => `${text}${number}`),
  fc.array(word, { minLength: 2, maxLength: 6 }).map((words) => words.join('-')),
  fc
    .array(word, { minLength: 2, maxLength: 6 })
    .map((words) => `${words.join('.')}.example.com/${words.join('/')}`),
  fc.tuple(word, letters(20)).map(([host, path]) => `https://${host}.example.com/${path}`),
  fc.nat().map(String),
)

test.each(Object.entries(WRITTEN))('a file of ordinary words has no parts: %s', (_, write) => {
  fc.assert(
    fc.property(ordinary, word, (one, other) => {
      expect(valuesIn(write(one, other))).toEqual([])
    }),
  )
})

test('whatever stands in a file, its parts are printable, of 16 characters at least, and each there once', () => {
  const shred = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(MIXED, GITHUB, WEB, 'password', '=', ': ', '"', '\n', '@', '//', '%0a', '{', '['),
  )
  const texts = fc.array(shred, { maxLength: 30 }).map((shreds) => shreds.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const parts = valuesIn(text)
      expect(parts.filter((part) => !/^[!-~]{16,}$/.test(part))).toEqual([])
      expect(parts).toHaveLength(new Set(parts).size)
    }),
  )
})

test('what is too short, no text, or too much, has no parts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 15 }), (text) => {
      expect(valuesIn(text)).toEqual([])
    }),
  )
  expect(
    valuesIn(
      randomBytes(1000)
        .toString('latin1')
        .replace(/[!-~]{8,}/g, ''),
    ),
  ).toEqual([])
  expect(valuesIn(`${GITHUB}\n${' '.repeat(32 * 1024)}`)).toEqual([])
  const lines = Array.from({ length: 257 }, (_, at) => `${MIXED}${at}`)
  expect(valuesIn(lines.join('\n'))).toEqual([])
  expect(valuesIn(lines.slice(1).join('\n'))).toHaveLength(256)
})

test.each([
  ['one long line', 'a1B2='.repeat(6_500)],
  ['one long word', 'a1B2'.repeat(8_000)],
  ['quotes', `x${'"'.repeat(32_000)}x`],
  ['equals signs', `x:${'='.repeat(32_000)}x`],
  ['deep JSON', `${'['.repeat(16_000)}${']'.repeat(16_000)}`],
  ['addresses', 'https://'.repeat(4_000)],
  ['begins of certificates', '-----BEGIN CERTIFICATE-----\n'.repeat(1_100)],
  ['blanks', `a${' '.repeat(32_000)}b`],
  ['brackets', '['.repeat(32_000)],
  ['dots', 'a.'.repeat(16_000)],
])('%s take no time', (_, text) => {
  const before = performance.now()
  valuesIn(text)
  expect(performance.now() - before).toBeLessThan(2_000)
})
