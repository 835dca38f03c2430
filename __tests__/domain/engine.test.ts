import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { broughtIn, parseConfig } from '../../src/domain/engine.ts'

const AMD64 = { os: 'linux', architecture: 'amd64' }

test('an image’s configuration says how it starts', () => {
  const json = {
    os: 'linux',
    architecture: 'arm64',
    variant: 'v8',
    config: {
      Entrypoint: ['/sbin/tini', '--'],
      Cmd: ['serve'],
      Env: ['PATH=/bin', 'EMPTY=', 'FLAG', 'URL=a=b'],
      User: '10001',
      WorkingDir: '/app',
      Labels: { title: 'app', number: 7 },
    },
  }
  expect(parseConfig(json, AMD64)).toEqual({
    entrypoint: ['/sbin/tini', '--'],
    cmd: ['serve'],
    env: { PATH: '/bin', EMPTY: '', FLAG: '', URL: 'a=b' },
    user: '10001',
    workdir: '/app',
    platform: { os: 'linux', architecture: 'arm64' },
    labels: { title: 'app' },
  })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'x'],
  ['a list', []],
  ['an empty object', {}],
  [
    'parts of other kinds',
    { os: 7, config: { Entrypoint: 'sh', Cmd: { 0: 'x' }, Env: null, User: [], Labels: 'x' } },
  ],
])('%s starts nothing, as nobody, in /, for the platform that was asked for', (_, json) => {
  expect(parseConfig(json, AMD64)).toEqual({
    entrypoint: [],
    cmd: [],
    env: {},
    user: '',
    workdir: '/',
    platform: AMD64,
    labels: {},
  })
})

test('an architecture of its own takes no variant from elsewhere', () => {
  const otherwise = { os: 'linux', architecture: 'arm', variant: 'v6' }
  expect(parseConfig({ architecture: 'amd64' }, otherwise).platform).toEqual(AMD64)
  expect(parseConfig({ architecture: 'arm' }, otherwise).platform).toEqual({ ...otherwise, variant: 'v7' })
  expect(parseConfig({ variant: 'v8' }, otherwise).platform).toEqual(otherwise)
})

test('words that are no texts are left out', () => {
  expect(parseConfig({ config: { Cmd: ['a', 7, null, 'b'] } }, AMD64).cmd).toEqual(['a', 'b'])
})

test('names of Object’s own are names like others', () => {
  const { env } = parseConfig({ config: { Env: ['__proto__=x', 'constructor=y'] } }, AMD64)
  expect(Object.entries(env)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})

test('no JSON makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ config: fc.jsonValue() })), (json) => {
      expect(parseConfig(json, AMD64).workdir).not.toBe('')
    }),
  )
})

test('what may be removed is what was not there before, and nothing where nobody knows', () => {
  expect(broughtIn(['a:1', 'a:2'], ['a:1'])).toEqual(['a:2'])
  expect(broughtIn(['a:1', 'a:2'], [])).toEqual(['a:1', 'a:2'])
  expect(broughtIn(['a:1', 'a:2'], undefined)).toEqual([])
})
