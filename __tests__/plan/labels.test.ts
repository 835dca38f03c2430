import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Commit, runAnnotations, standardLabels } from '../../src/plan/labels.ts'
import { context, SHA } from './given.ts'

const COMMIT: Commit = { sha: SHA, time: 1_700_000_000 }
const given = (repository: unknown) => context({ payload: { repository } })

/** The labels by the last part of their name. */
const labels = (where = context(), commit = COMMIT, version = '1.2.3') =>
  Object.fromEntries(
    standardLabels(where, commit, version).map(({ name, value }) => [
      name.replace('org.opencontainers.image.', ''),
      value,
    ]),
  )

describe('the standard labels', () => {
  test('of a version, whole', () => {
    const where = given({ description: 'An app', license: { spdx_id: 'MIT' } })
    expect(labels(where)).toEqual({
      title: 'app',
      description: 'An app',
      url: 'https://github.com/acme/app',
      source: 'https://github.com/acme/app',
      version: '1.2.3',
      revision: SHA,
      created: '2023-11-14T22:13:20.000Z',
      licenses: 'MIT',
    })
  })

  test('what is not known is left out', () => {
    const found = standardLabels(given({}), { sha: SHA, time: undefined }, undefined)
    expect(found.map(({ name }) => name.replace('org.opencontainers.image.', ''))).toEqual([
      ...['title', 'url', 'source', 'revision'],
    ])
  })

  test.each<[what: string, repository: unknown, description: string | undefined]>([
    ['null', { description: null }, undefined],
    ['empty', { description: '' }, undefined],
    ['of blanks', { description: ' \n ' }, undefined],
    ['a number', { description: 7 }, undefined],
    ['of several lines', { description: 'one\r\ntwo\u0000three' }, 'one two three'],
    ['very long', { description: 'x'.repeat(600) }, 'x'.repeat(512)],
    ['of nothing', undefined, undefined],
    ['of a text', 'repository', undefined],
  ])('a description that is %s', (_, repository, description) => {
    expect(labels(given(repository)).description).toBe(description)
  })

  test.each<[string, unknown, string | undefined]>([
    ['NOASSERTION', { spdx_id: 'NOASSERTION' }, undefined],
    ['null', null, undefined],
    ['a text', 'MIT', undefined],
    ['an identifier', { spdx_id: 'Apache-2.0' }, 'Apache-2.0'],
  ])('a licence that is %s', (_, license, id) => {
    expect(labels(given({ license })).licenses).toBe(id)
  })

  test('the source keeps the case of the repository, for GHCR links the package by it', () => {
    expect(labels(context({ repository: 'ACME/App', serverUrl: 'https://x.ghe.com' })).source).toBe(
      'https://x.ghe.com/ACME/App',
    )
  })

  test('every label is one line of text, whatever the payload', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (description, id, repository) => {
        const payloads = [
          { repository: { description, license: { spdx_id: id } } },
          { repository },
          repository,
        ]
        for (const payload of payloads) {
          for (const value of Object.values(labels(context({ payload })))) {
            expect(value).toMatch(/^[^\p{Cc}]+$/u)
          }
        }
      }),
    )
  })
})

describe('the annotations of a run', () => {
  test('are its number and its workflow', () => {
    expect(runAnnotations(context())).toEqual([
      { name: 'ghcr-publish.run-number', value: '12' },
      { name: 'ghcr-publish.workflow', value: 'acme/app/.github/workflows/publish.yml' },
    ])
  })

  test.each([{ runNumber: undefined }, { workflow: undefined }])('are none for %j', (change) => {
    expect(runAnnotations(context(change))).toEqual([])
  })
})
