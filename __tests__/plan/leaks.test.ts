import { describe, expect, test } from '@jest/globals'
import { VerificationError } from '../../src/domain/errors.ts'
import { createSearch } from '../../src/domain/secret.ts'
import { attestedPlace, requireNoLeaks, searchConfig, searchStart } from '../../src/plan/leaks.ts'

const VALUE = 'k3Hq-9dP2!xv'
const AMD = { os: 'linux', architecture: 'amd64' }
const search = () => createSearch([{ name: 'the secret', value: VALUE }])

/** The error for what was found; undefined where nothing was. */
function error(found: ReturnType<typeof search>, pushed = true): VerificationError | undefined {
  try {
    requireNoLeaks(found, pushed)
  } catch (thrown) {
    if (thrown instanceof VerificationError) return thrown
    throw thrown
  }
  return undefined
}

describe('a secret in an image configuration', () => {
  test.each<[what: string, config: unknown, place: RegExp]>([
    [
      'a variable',
      { config: { Env: ['PATH=/bin', `TOKEN=${VALUE}`] } },
      /\(linux\/amd64: environment variable 'TOKEN'\)/,
    ],
    ['the name of a variable', { config: { Env: [`${VALUE}=1`] } }, /\(linux\/amd64: environment variable\)/],
    ['a label', { config: { Labels: { 'a.b': `x${VALUE}` } } }, /\(linux\/amd64: label 'a\.b'\)/],
    ['the name of a label', { config: { Labels: { [VALUE]: 'x' } } }, /\(linux\/amd64: label\)/],
    ['the command', { config: { Cmd: ['sh', '-c', `echo ${VALUE}`] } }, /\(linux\/amd64: configuration\)/],
    ['anything else', { author: VALUE, config: null }, /\(linux\/amd64: configuration\)/],
    [
      'a step',
      { history: [{ created_by: 'COPY a b' }, { created_by: `RUN |1 A=${VALUE} /bin/sh -c true` }] },
      /\(linux\/amd64: step 2 of the history \(RUN\)\)/,
    ],
    [
      'a step without an instruction',
      { history: [{ created_by: `/bin/sh ${VALUE}` }] },
      /step 1 of the history\)/,
    ],
    ['a comment of a step', { history: [{ comment: VALUE }] }, /step 1 of the history\)/],
    ['something of another kind', { config: { Env: VALUE, Labels: [VALUE] }, history: VALUE }, /label '0'/],
  ])('is found in %s', (_, config, place) => {
    const found = search()
    searchConfig(found, AMD, config)
    expect(error(found)?.message).toMatch(place)
    expect(error(found)?.message).not.toContain(VALUE)
  })

  test.each([undefined, null, 'text', [], { config: { Env: [], Labels: {} }, history: [null, 1, {}] }])(
    'is not found in %j',
    (config) => {
      const found = search()
      searchConfig(found, AMD, config)
      expect(error(found)).toBeUndefined()
    },
  )

  test('is found in what an engine tells of an image', () => {
    const found = search()
    const image = {
      entrypoint: [],
      cmd: [],
      env: { TOKEN: VALUE },
      user: '',
      workdir: '/',
      platform: AMD,
      labels: {},
    }
    searchStart(found, AMD, image)
    expect(error(found, false)?.message).toMatch(
      /^The image holds the secret \(linux\/amd64: environment variable 'TOKEN'\)\. Nothing was pushed\./,
    )
  })
})

describe('the message', () => {
  test('says what to rotate, where it was found and what to write instead', () => {
    const found = createSearch([
      { name: "the secret 'a' of secrets", value: VALUE },
      { name: 'the password of the registry', value: 'other-5678' },
    ])
    found.look(attestedPlace(AMD, 'sbom'), `x${VALUE}`)
    found.look(attestedPlace(AMD, 'provenance'), `x${VALUE} other-5678`)
    found.look(attestedPlace(AMD, undefined), 'nothing')
    expect(error(found)?.message).toMatch(
      /^The image holds the secret 'a' of secrets \(linux\/amd64: the SBOM; linux\/amd64: the provenance\) and the password of the registry \(linux\/amd64: the provenance\)\. The registry has the image already, by its digest, .*: rotate what is named here\. .*RUN --mount=type=secret/,
    )
    expect(error(found)?.proves).toBe('image')
  })

  test('names eight places of one secret at most', () => {
    const found = search()
    for (let at = 0; at < 11; at++) found.look(`place ${at}`, VALUE)
    expect(error(found)?.message).toMatch(/place 7; 3 more places\)/)
  })
})
