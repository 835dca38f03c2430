import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createSearch } from '../../src/domain/secret.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import { readSecrets } from '../../src/steps/secrets.ts'
import { context, inputs, SHA } from '../plan/given.ts'

const TOKEN = 'a1B2c3D4e5F6g7H8i9J0'
const OTHER = 'k9L8m7N6o5P4q3R2s1T0'

let workspace: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ghcr-publish-secrets-'))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

/** Reads the secrets of a job, and tells what it has masked. */
async function read(given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const masked: string[] = []
  const runner = {
    context: context({ workspace }),
    mask: (value: string) => void masked.push(value),
    environment: (name: string) => env[name],
  }
  const host = { runner, files: createFiles() } as unknown as Host
  return { masked, secrets: await readSecrets(host, inputs(given), undefined) }
}

test('of files, inputs and variables each value is known by itself, and masked', async () => {
  writeFileSync(join(workspace, '.netrc'), `machine example.com login me\npassword ${TOKEN}\n`)
  const given = {
    'secret-files': 'netrc=.netrc',
    secrets: `"git=https://me:${OTHER}@example.com"`,
    'secret-envs': 'aws=CREDENTIALS',
  }
  const key = `${TOKEN}/${OTHER}`
  const { masked, secrets } = await read(given, {
    CREDENTIALS: `[default]\naws_secret_access_key = ${key}\n`,
  })
  expect(masked).toEqual(expect.arrayContaining([TOKEN, OTHER, key]))
  expect(masked.join('\n')).not.toMatch(/^(?:machine|login|me|\[default\])$/m)
  const search = createSearch(secrets)
  expect(search.holds(`ENV A=${TOKEN}`)).toEqual(["the secret 'netrc' of secret-files"])
  expect(search.holds(`ENV A=${OTHER}`)).toEqual(["the secret 'git' of secrets"])
  expect(search.holds(`ENV A=${key}`)).toContain("the secret 'aws' of secret-envs")
})

test('what everybody knows is neither looked for nor masked', async () => {
  writeFileSync(join(workspace, 'facts'), `${SHA}\nregistry.example.com/some/path\nhello there\n`)
  const { masked, secrets } = await read({ 'secret-files': 'facts=facts' })
  expect(masked).toEqual([])
  expect(createSearch(secrets).holds(`revision=${SHA} registry.example.com/some/path`)).toEqual([])
  expect(createSearch(secrets).onlyWhole).toEqual(["the secret 'facts' of secret-files"])
})
