import { expect, test } from '@jest/globals'
import { PINS } from '../../src/plan/pins.ts'
import { withScannerFromMirror } from '../../src/plan/scanner.ts'
import { plan } from './buildplan.ts'

const { reference, mirror } = PINS.scanner
const LIMITED = `failed to resolve source metadata for ${reference}: unexpected status: 429 Too Many Requests`
const DOWN = `failed to resolve source metadata for ${reference}: dial tcp: no such host`

const again = (written: Readonly<Record<string, string>>, message: string) =>
  withScannerFromMirror(plan(written), { platform: undefined, step: '', message, lines: [] })

test.each([LIMITED, DOWN])('the scanner comes from the mirror: %s', (message) => {
  expect(again({}, message)).toMatchObject({
    driver: 'docker-container',
    inputs: { sbom: { generator: mirror } },
  })
})

test.each<[what: string, written: Readonly<Record<string, string>>, message: string]>([
  ['it does not exist', {}, `failed to resolve source metadata for ${reference}: not found`],
  ['it may not be pulled', {}, `failed to resolve source metadata for ${reference}: pull access denied`],
  ['another image is limited', {}, LIMITED.replaceAll('buildkit-syft-scanner', 'other')],
  ['somebody chose the scanner', { sbom: 'generator=docker/buildkit-syft-scanner:1' }, LIMITED],
  ['there is no scanner', { sbom: 'false' }, LIMITED],
])('it is not tried again where %s', (_, written, message) => {
  expect(again(written, message)).toBeUndefined()
})

test('what was tried from the mirror is not tried a third time', () => {
  const second = again({}, DOWN)
  if (second === undefined) throw new Error('nothing was tried')
  const failure = { platform: undefined, step: '', message: DOWN.replace(reference, mirror), lines: [] }
  expect(withScannerFromMirror(second, failure)).toBeUndefined()
})
