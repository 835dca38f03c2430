import { expect, test } from '@jest/globals'
import type { Held } from '../../src/domain/held.ts'
import { changesIn, earlierImage } from '../../src/plan/evidence.ts'
import { digest, tag } from '../report/outcomes.ts'

const held: Held = {
  ...{ digest: digest('a'), platforms: [], marks: {} },
  ...{ revision: undefined, version: undefined, attested: false },
}
const line = (name: string) => ({ tag: tag(name), line: { kind: 'latest' } as never })

test.each<
  [string, Parameters<typeof earlierImage>[0], readonly string[], readonly [string, string] | undefined]
>([
  [
    'the narrowest line',
    { moving: [line('v1.2'), line('v1')], branch: undefined, fixed: [tag('v1.2.3')] },
    ['v1', 'v1.2', 'v1.2.3'],
    ['v1.2', digest('a')],
  ],
  [
    'a wider line where that is new',
    { moving: [line('v1.2'), line('v1')], branch: undefined, fixed: [] },
    ['v1'],
    ['v1', digest('a')],
  ],
  [
    'the version itself, built again',
    { moving: [], branch: undefined, fixed: [tag('nightly')] },
    ['nightly'],
    ['nightly', digest('a')],
  ],
  ['the tag of the branch', { moving: [], branch: tag('main'), fixed: [] }, ['main'], ['main', digest('a')]],
  ['no branch that was never published', { moving: [], branch: tag('main'), fixed: [] }, [], undefined],
  ['nothing', { moving: [line('v1')], branch: undefined, fixed: [] }, [], undefined],
])('an image follows %s', (_, tags, there, expected) => {
  const found = earlierImage(tags, new Map(there.map((name) => [tag(name), held])))
  expect(found && [found.tag, found.digest]).toEqual(expected)
})

test.each<[string, string, string, string, readonly string[], boolean | undefined]>([
  [
    'the whole repository',
    '',
    '/w',
    '/w/Dockerfile',
    ['Dockerfile', 'app/x', 'app/Dockerfile', 'other'],
    true,
  ],
  ['a folder of it', 'app/', '/w/app', '/w/app/Dockerfile', ['x', 'Dockerfile'], true],
  [
    'a folder, with a Dockerfile that did not change',
    'app/',
    '/w/app',
    '/w/docker/Dockerfile',
    ['x', 'Dockerfile'],
    false,
  ],
  [
    'a folder, with a Dockerfile elsewhere',
    'app/',
    '/w/app',
    '/elsewhere/Dockerfile',
    ['x', 'Dockerfile'],
    undefined,
  ],
  ['a folder that is linked', 'app/', '/w/link', '/w/link/Dockerfile', ['x', 'Dockerfile'], undefined],
])('changes in %s', (_, prefix, context, file, files, dockerfile) => {
  const changed = ['Dockerfile', 'app/x', 'app/Dockerfile', 'other']
  expect(changesIn(changed, prefix, { context, file })).toEqual({ files, dockerfile })
})
