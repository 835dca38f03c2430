import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type CacheService as Service, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { createCacheService } from '../../src/host/cacheservice.ts'

const NAMES = [
  'ACTIONS_CACHE_SERVICE_V2',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'RUNNER_TEMP',
  'GITHUB_WORKSPACE',
  'no_proxy',
]
let service: Service
let root: string
let before: Record<string, string | undefined>
beforeEach(async () => {
  before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]))
  root = mkdtempSync(join(tmpdir(), 'transfer-'))
  service = await startCacheService()
  allow('read-write')
})
afterEach(async () => {
  await service.stop()
  rmSync(root, { recursive: true, force: true })
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

/** Where @actions/cache looks for all that it needs. */
function allow(permission: 'read' | 'read-write'): void {
  const token = makeRuntimeToken([{ scope: 'refs/heads/main', permission }])
  const job = { RUNNER_TEMP: root, GITHUB_WORKSPACE: root, no_proxy: '*' }
  Object.assign(process.env, service.env(token), job)
}

function client(limit = 2_500) {
  const [heard, masked]: [string[], string[]] = [[], []]
  const made = createCacheService(
    (name) => process.env[name],
    { hear: (line) => void heard.push(line), mask: (value) => void masked.push(value) },
    limit,
  )
  return { ...made, heard, masked }
}

function folderWith(text: string): string {
  const folder = join(root, 'folder')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'blob'), text)
  return folder
}

describe('a folder', () => {
  test('comes back as the newest job saved it, and nothing of it is written to the log past the log', async () => {
    const { save, restore, heard, masked } = client()
    const folder = folderWith('old')
    await save(folder, 'app/1')
    await save(folderWith('new'), 'app/2')
    await Promise.all([save(folder, 'other/1'), save(folder, 'other/2')])
    rmSync(folder, { recursive: true })
    await restore(folder, 'app/3', 'app/')
    expect(readFileSync(join(folder, 'blob'), 'utf8')).toBe('new')
    expect(heard).toContain('Cache hit for restore-key: app/2')
    expect(heard.filter((line) => line.startsWith('::'))).toEqual([])
    expect(masked.length).toBeGreaterThan(0)
    // RUNNER_TEMP of this test holds nothing else.
    expect([readdirSync(root), process.env.RUNNER_TEMP]).toEqual([['folder'], root])
  }, 30_000)

  test('that nobody saved is not asked for twice', async () => {
    const { restore } = client()
    await restore(join(root, 'none'), 'app/1', 'app/')
    expect(existsSync(join(root, 'none'))).toBe(false)
    expect(service.requests().map(({ call }) => call)).toEqual([
      'GetCacheEntryDownloadURL',
      'GetCacheEntryDownloadURL',
    ])
  })

  test('whose service hangs costs no more than a look', async () => {
    const [first, second] = [client(300), client(300)]
    const folder = folderWith('x')
    service.set({ faults: [{ on: 'any', kind: 'hang' }] })
    const began = Date.now()
    for (const done of [first.restore(join(root, 'other'), 'app/1', 'app/'), second.save(folder, 'app/1')])
      await expect(done).rejects.toThrow('The cache service is out of order: no answer in 0.3 s.')
    // It was told already.
    await first.save(folder, 'app/1')
    expect(Date.now() - began).toBeLessThan(2_000)
  })

  test('whose storage hangs costs no more than a look', async () => {
    const { save, restore } = client(500)
    const folder = folderWith('x')
    await save(folder, 'app/1')
    rmSync(folder, { recursive: true })
    service.set({ faults: [{ on: 'download', kind: 'hang' }] })
    const began = Date.now()
    await expect(restore(folder, 'app/2', 'app/')).rejects.toThrow(/no answer in 0\.5 s/)
    expect(Date.now() - began).toBeLessThan(2_000)
  })

  test('that is cut on its way, or may not be written, is told by one error and nothing else', async () => {
    const first = client()
    const folder = folderWith('x'.repeat(5_000))
    await first.save(folder, 'app/1')
    rmSync(folder, { recursive: true })
    service.set({ faults: [{ on: 'download', kind: 'truncate', bytes: 100 }] })
    const reading = client()
    await expect(reading.restore(folder, 'app/2', 'app/')).rejects.toThrow(
      /^The Actions cache: Failed to restore: /,
    )
    service.set({ faults: [] })
    allow('read')
    const writing = client()
    await expect(writing.save(folderWith('y'), 'app/3')).rejects.toThrow(
      /^The Actions cache: Failed to save: /,
    )
    expect([...reading.heard, ...writing.heard].filter((line) => /Failed|::/.test(line))).toEqual([])
  }, 60_000)
})
