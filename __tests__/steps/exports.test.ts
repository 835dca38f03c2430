import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CommandError } from '../../src/domain/errors.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import { dropExports, keepExports, saveExports } from '../../src/steps/exports.ts'

let path = ''
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'exports-'))
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

const NOW = 1_700_000_000_000
const name = (time: number) => `${String(time).padStart(13, '0')}-abcdefabcdef`

function makeHost(save: (folder: string, key: string) => Promise<void> = async () => undefined) {
  const warnings: string[] = []
  const host = {
    files: createFiles(),
    clock: { now: () => NOW },
    log: { warning: (text: string) => void warnings.push(text) },
    cacheService: { save },
  } as unknown as Host
  return { host, warnings }
}

/** Leaves an export as a builder does; index.json is written last. */
function leave(folder: string, whole = true) {
  mkdirSync(join(path, folder), { recursive: true })
  if (whole) writeFileSync(join(path, folder, 'index.json'), '{}')
}

describe('exports of the local cache', () => {
  test('do not grow, however many builds there are', async () => {
    const { host, warnings } = makeHost()
    for (let build = 0; build < 20; build++) {
      const own = name(NOW + build)
      leave(`${own}.part`)
      await keepExports(host, [{ path, name: own }])
      expect(readdirSync(path).length).toBeLessThanOrEqual(2)
      expect(existsSync(join(path, own, 'index.json'))).toBe(true)
    }
    expect(readdirSync(path)).toEqual([name(NOW + 18), name(NOW + 19)])
    expect(warnings).toEqual([])
  })

  test('one that broke off replaces none', async () => {
    const { host } = makeHost()
    leave(name(NOW))
    leave(`${name(NOW + 1)}.part`, false)
    await keepExports(host, [{ path, name: name(NOW + 1) }])
    expect(readdirSync(path)).toEqual([name(NOW)])
  })

  test('leave those that another job is writing, and remove what nobody will finish', async () => {
    const { host } = makeHost()
    const [another, abandoned] = [`${name(NOW - 60_000)}.part`, `${name(NOW - 25 * 3600_000)}.part`]
    for (const folder of [another, abandoned, 'something-else']) leave(folder)
    leave(`${name(NOW)}.part`)
    await keepExports(host, [{ path, name: name(NOW) }])
    expect(readdirSync(path).toSorted()).toEqual([another, name(NOW), 'something-else'].toSorted())
  })

  test('a disk in trouble costs a warning, and no publish', async () => {
    const { host, warnings } = makeHost()
    leave(`${name(NOW)}.part`)
    writeFileSync(join(path, name(NOW)), 'a file in the way')
    await keepExports(host, [{ path, name: name(NOW) }])
    expect(warnings).toEqual([expect.stringMatching(/^The local cache .* was not kept: /)])
  })
})

describe('folders of keys', () => {
  const key = (digit: string) => `app.key-${digit.repeat(16)}`
  const exportIn = (folder: string, time: number, end = '') => leave(`${folder}/${name(time)}${end}`)

  test.each(['app', key('f')])('of %s do not grow, however often key files change', async (own) => {
    const { host } = makeHost()
    const others = ['app', 'app+tried', `${key('1')}+tried`, 'app-slim', 'other.key-0123456789abcdef']
    for (const other of others) exportIn(other, NOW - 9)
    for (const [at, digit] of ['c', 'a', 'b', 'd'].entries()) exportIn(key(digit), NOW - at)
    exportIn(own, NOW + 1, '.part')
    await keepExports(host, [{ path: join(path, own), name: name(NOW + 1) }])
    const kept = own === 'app' ? [key('c'), key('a')] : [own, key('c')]
    expect(readdirSync(path).toSorted()).toEqual([...new Set([...others, ...kept])].toSorted())
  })

  test('that another job is writing stay', async () => {
    const { host } = makeHost()
    for (const [at, digit] of ['a', 'b', 'c'].entries()) exportIn(key(digit), NOW - at)
    exportIn(key('c'), NOW - 60_000, '.part')
    exportIn('app', NOW + 1, '.part')
    await keepExports(host, [{ path: join(path, 'app'), name: name(NOW + 1) }])
    expect(readdirSync(path)).toEqual(['app', key('a'), key('b'), key('c')])
  })
})

test('a build that fails leaves nothing of its export', async () => {
  const { host } = makeHost()
  leave(name(NOW - 1))
  for (const time of [NOW, NOW + 1]) leave(`${name(time)}.part`, false)
  await dropExports(host, [{ path, name: name(NOW) }])
  expect(readdirSync(path)).toEqual([name(NOW - 1), `${name(NOW + 1)}.part`])
})

describe('what a hosted runner saves', () => {
  test('is the newest export alone, under a key that begins with its folder', async () => {
    const saved: string[][] = []
    const { host } = makeHost(async (folder, key) => void saved.push([folder, key, ...readdirSync(folder)]))
    leave(name(NOW))
    leave(name(NOW + 1))
    await saveExports(host, [{ path, name: name(NOW + 1) }])
    const folder = path.slice(path.lastIndexOf('/') + 1)
    expect(saved).toEqual([[path, `ghcr-publish/${folder}/${name(NOW + 1)}`, name(NOW + 1)]])
  })

  test('costs a warning where the service is in trouble', async () => {
    const { host, warnings } = makeHost(() => Promise.reject(new CommandError({ found: 'It is down.' })))
    leave(name(NOW))
    await saveExports(host, [{ path, name: name(NOW) }])
    expect(warnings).toEqual(['The local cache was not saved. It is down.'])
  })

  test('of several folders moves at the same time, and a fault of all is told once', async () => {
    const waiting: (() => void)[] = []
    const { host, warnings } = makeHost(
      () =>
        new Promise((_, reject) => {
          waiting.push(() => reject(new CommandError({ found: 'It is down.' })))
          if (waiting.length === 2) for (const end of waiting) end()
        }),
    )
    for (const folder of ['a', 'b']) leave(`${folder}/${name(NOW)}`)
    await saveExports(
      host,
      ['a', 'b'].map((folder) => ({ path: join(path, folder), name: name(NOW) })),
    )
    expect(warnings).toEqual(['The local cache was not saved. It is down.'])
  })

  test('fails nothing, whatever goes wrong', async () => {
    const { host, warnings } = makeHost(() => Promise.reject(new Error('EACCES')))
    leave(name(NOW))
    await saveExports(host, [{ path, name: name(NOW) }])
    expect(warnings).toEqual(['The local cache was not saved. EACCES'])
  })

  test('is nothing where the builder wrote nothing', async () => {
    const { host } = makeHost(() => Promise.reject(new Error('saved')))
    leave(name(NOW))
    await saveExports(host, [{ path, name: name(NOW + 1) }])
    expect(readdirSync(path)).toEqual([name(NOW)])
  })
})
