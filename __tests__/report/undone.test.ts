import { expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Undone, UndoneKind, UndoneTag } from '../../src/plan/undone.ts'
import { summarizeUndone } from '../../src/report/undone.ts'
import { tag } from '../plan/given.ts'

const OLD = `sha256:${'a'.repeat(64)}` as Digest
const image = { registry: 'ghcr.io', repository: 'acme/app' }
const row = (name: string, kind: UndoneKind, text: string, before?: Digest): UndoneTag => ({
  ...{ tag: tag(name), kind, text, before },
})
const undone = (tags: readonly UndoneTag[], more: Partial<Undone> = {}): Undone => ({
  ...{ image, suffix: '', why: 'bad', tags, repairs: [], ...more },
})

test('tells tag by tag what was put back, what was withdrawn, and what comes next', () => {
  const tags = [
    row('latest', 'back', `is ${OLD} again`, OLD),
    row('v1.1.0', 'back', 'stays, for this registry deletes no tags'),
    row('v1.1.0', 'withdrawn', 'is recorded as withdrawn'),
  ]
  const text = summarizeUndone([undone(tags)], 'The smoke test failed. linux/amd64: exit code 3.', 'post')
  expect(text).toBe(`## Taken back

The smoke test failed. linux/amd64: exit code 3. The post step has put back what was written.

### Tags of \`ghcr.io/acme/app\`

| Tag |  | What became of it |
| --- | --- | --- |
| \`latest\` | put back | is ${OLD} again |
| \`v1.1.0\` | withdrawn | stays, for this registry deletes no tags; is recorded as withdrawn |

\`v1.1.0\` is recorded as withdrawn: no moving tag goes there, until the version is published again.

### Next step

- Mend the image and publish the version again: a withdrawn version may come from another commit. What the checks found stands in the log of the post step.
`)
})

test('gives the rollback of tags that should have gone back and can', () => {
  const left = ['latest', 'v1', 'v1.1.0', 'c'.repeat(40), 'withdrawn-v1.0.0']
  const tags = [
    ...left.map((name) => row(name, 'left', 'could not be put back: 403', OLD)),
    row('stable', 'theirs', 'is theirs', OLD),
    row('edge', 'left', 'did not exist before'),
  ]
  const text = summarizeUndone([undone(tags)], undefined, 'post') ?? ''
  expect(text).toContain('The main step ended while it moved the tags.')
  expect(text).toContain(`image: ghcr.io/acme/app\n    tag: latest, v1\n    to: ${OLD}\n`)
  expect(text.match(/rollback@v1/g)).toHaveLength(1)
  expect(text).toContain('No version was withdrawn.')
  expect(text).toContain('Look at the tags that are left')
})

test('with the suffix of their lines, without which nothing would be withdrawn', () => {
  const left = ['latest-alpine', `${'c'.repeat(40)}-alpine`, '1.1.0-alpine', 'pr-7-alpine']
  const tags = left.map((name) => row(name, 'left', 'could not be put back: 403', OLD))
  const text = summarizeUndone([undone(tags, { suffix: '-alpine' })], undefined, 'post') ?? ''
  expect(text).toContain(`    tag: latest-alpine\n    tag-suffix: '-alpine'\n    to: ${OLD}\n`)
})

test('names what moved on afterwards, each image by itself, and what others wrote', () => {
  const repair = {
    ...{ tag: tag('latest'), before: undefined, release: tag('v1.2.0'), digest: OLD },
    kind: 'behind',
    reason: 'v1.2.0 is the highest of all versions',
  } as const
  const overwritten = undone([row('v1.1.0', 'theirs', 'is theirs by now')], {
    ...{ why: 'overwritten', repairs: [repair] },
  })
  const other = undone([row('v2', 'back', 'was not written')], {
    image: { registry: 'ghcr.io', repository: 'acme/other' },
  })
  const text = summarizeUndone([overwritten, other], 'x', 'main') ?? ''
  expect(text).toContain('- `latest` is at `v1.2.0` now: v1.2.0 is the highest of all versions')
  expect(text).toMatch(/^## Taken back\n\nx The main step has put back what was written\./)
  expect(text).toMatch(/Find out what else writes these tags/)
  expect(text).toMatch(/### Tags of `ghcr\.io\/acme\/app`[\s\S]*### Tags of `ghcr\.io\/acme\/other`/)
})

test('is nothing where no tag had been written, and foreign words format nothing', () => {
  expect(summarizeUndone([undone([])], 'x', 'main')).toBeUndefined()
  const hostile = 'it says: <img src=x> | [a](b)\n# Title @octocat'
  const text = summarizeUndone([undone([row('v1', 'left', hostile)])], hostile, 'main') ?? ''
  expect(text).not.toMatch(/<img|\[a\]|^# Title|@octocat/m)
})
