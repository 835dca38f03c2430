import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import { sigstoreFiles } from '../../src/plan/signed.ts'
import { lookAtRequired } from '../../src/steps/gather/required.ts'
import { context } from '../plan/given.ts'

const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'
const ROOT = '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}'

let workspace: string
let folder: string
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'required-'))
  folder = join(workspace, 'private')
  mkdirSync(folder)
  writeFileSync(join(workspace, 'cosign.pub'), PEM.replaceAll('\n', '\r\n'))
  writeFileSync(join(workspace, 'cosign.key'), PEM.replaceAll('PUBLIC', 'PRIVATE'))
  writeFileSync(join(workspace, 'root.json'), ROOT)
})
afterAll(() => rmSync(workspace, { recursive: true }))

const look = (written: Readonly<Record<string, string>>) => {
  const runner = {
    context: context({ workspace }),
    input: (name: string) => written[name] ?? '',
    environment: (name: string) => (name === 'KEY' ? PEM : undefined),
  }
  return lookAtRequired({ runner, files: createFiles() } as unknown as Host, folder)
}

test.each([PEM, 'env://KEY', 'cosign.pub', '/cosign.pub'])('a key is found: %s', async (text) => {
  const written = { 'cosign-public-key': text === '/cosign.pub' ? join(workspace, text) : text }
  expect(await look(written)).toEqual({ facts: { publicKey: PEM }, faults: [] })
})

test('a trusted root is copied to where no other step can change it', async () => {
  const { trustedRoot } = sigstoreFiles(folder)
  expect(await look({ 'sigstore-trusted-root': 'root.json' })).toEqual({ facts: { trustedRoot }, faults: [] })
  expect(readFileSync(trustedRoot, 'utf8')).toBe(ROOT)
})

test.each([
  [{ 'cosign-public-key': 'env://NONE' }, ['the variable NONE is not set.']],
  [{ 'cosign-public-key': 'cosign.key' }, ['it is no public key.']],
  [
    { 'cosign-public-key': 'none.pub', 'sigstore-trusted-root': 'cosign.pub' },
    ["'none.pub' is not a file that can be read.", 'the file is not JSON.'],
  ],
  // That is told by whoever parses all inputs.
  [{ 'cosign-public-key': 'awskms:///x', 'require-signature': 'maybe' }, []],
  // Nobody looks.
  [{ 'cosign-public-key': 'none.pub', 'require-signature': 'false' }, []],
])('what is wrong is told: %j', async (written, expected) => {
  const { facts, faults } = await look(written)
  expect(faults.map(({ found }) => found)).toEqual(expected)
  expect(facts.publicKey).toBeUndefined()
})
