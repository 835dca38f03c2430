import { describe, expect, test } from '@jest/globals'
import { operate as promote } from '../../src/operations/promote/promote.ts'
import { operate as rollback } from '../../src/operations/rollback.ts'
import { createPlace, type Place, scopesOf } from './place.ts'

const LOGIN = { username: 'me', password: 'secret-word' }

/** A package of two versions, and an empty one. */
async function published(inputs: (address: string) => Readonly<Record<string, string>>): Promise<Place> {
  const given: Record<string, string> = { ...LOGIN }
  const place = await createPlace(given)
  Object.assign(given, inputs(place.address))
  for (const [tag, version] of Object.entries({ 'v1.0.0': '1.0.0', 'v1.1.0': '1.1.0', latest: '1.1.0' }))
    place.point('o/app', tag, version)
  return place
}

const rolling = (more: Readonly<Record<string, string>> = {}) =>
  published((address) => ({ image: `${address}/o/app`, smoke: 'off', ...more }))
const promoting = (more: Readonly<Record<string, string>> = {}) =>
  published((address) => ({ from: `${address}/o/app:v1.1.0`, to: `${address}/o/prod`, ...more }))
const tagsOf = ({ registry }: Place, repository: string) =>
  Object.fromEntries(registry.repository(repository).tags)

const ROLLBACK = {
  scopes: ['repository:o/app:pull'],
  log: /^Dry run: nothing is written\. .*\n {2}latest {2}\w{12} -> \w{12} {2}v1\.0\.0 is the highest.*\n {2}withdrawn {2}v1\.1\.0/,
  summary:
    /^## Dry run of a rollback of .*: nothing was written[\s\S]*`latest` \| would move[\s\S]*`v1\.1\.0` would be recorded as withdrawn/,
  written: 'o/app',
}
const PROMOTE = {
  scopes: ['repository:o/app:pull', 'repository:o/prod:pull'],
  log: /o\/prod:v1\.1\.0 {2}would move: this version\n[\s\S]*o\/prod:latest {2}would move: highest of all versions\n/,
  summary:
    /^## Dry run: [\s\S]*nothing was written[\s\S]*`v1\.1\.0` \| would move[\s\S]*`latest` \| would move/,
  written: 'o/prod',
}

describe.each([
  ['rollback', rollback, rolling, ROLLBACK],
  ['promote', promote, promoting, PROMOTE],
] as const)('a dry run of %s', (_, operate, given, { scopes, log, summary, written }) => {
  test('writes nothing, and asks for no right to write', async () => {
    const place = await given({ 'dry-run': 'true' })
    const before = [tagsOf(place, 'o/app'), tagsOf(place, 'o/prod')]
    await operate(place.host)
    expect(scopesOf(place)).toEqual(scopes)
    expect(place.seen.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
    expect([tagsOf(place, 'o/app'), tagsOf(place, 'o/prod')]).toEqual(before)
  })

  test('leaves nothing to post that would be taken back', async () => {
    const place = await given({ 'dry-run': 'true' })
    await operate(place.host)
    const state = JSON.parse(place.host.runner.readState() ?? '{}')
    expect(state).toMatchObject({ journal: [], finished: false })
    expect([state.published, state.moving]).toEqual([undefined, undefined])
  })

  test('tells what a real run would do, and a real run does it', async () => {
    const place = await given({ 'dry-run': 'true' })
    await operate(place.host)
    expect(place.said.join('\n')).toMatch(log)
    expect(place.summaries.join('\n')).toMatch(summary)
    expect(JSON.parse(place.outputs.json ?? '{}')).toMatchObject({ dryRun: true })
    const real = await given()
    await operate(real.host)
    expect(scopesOf(real)).toContain(`repository:${written}:pull,push`)
    expect(real.registry.writes.length).toBeGreaterThan(0)
  })
})
