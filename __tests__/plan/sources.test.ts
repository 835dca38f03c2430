import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { changedSources, sourcesOf } from '../../src/plan/sources.ts'

const CHANGED = ['src/main.go', 'src/deep/x.go', 'go.mod', 'a b', 'docs/x.md']

test.each<[string, readonly string[]]>([
  ['COPY src /src', ['src/main.go', 'src/deep/x.go']],
  ['COPY ./src/ /src', ['src/main.go', 'src/deep/x.go']],
  ['COPY --chown=1:1 --chmod=755 go.mod go.sum ./', ['go.mod']],
  ['LINK COPY --link go.* ./', ['go.mod']],
  ['COPY . .', CHANGED],
  ['COPY / /', CHANGED],
  ['ADD s?c/main.go /', ['src/main.go']],
  ['COPY */x.* /', ['docs/x.md']],
  ['COPY ["a b", "/dest"]', ['a b']],
  ['COPY ["a b"', []],
  ['COPY --from=build /src /src', []],
  ['COPY <<EOF /src', []],
  ['ADD https://example.com/src /src', []],
  ['COPY srcs /x', []],
  ['COPY src.main /x', []],
  ['COPY src/main /x', []],
  ['COPY a*b*c*d*e*f /x', CHANGED],
  ['RUN make', CHANGED],
  ['COPY', CHANGED],
  ['COPY --chown=1', []],
])('of what changed, %s reads %j', (instruction, expected) => {
  expect(changedSources(sourcesOf(instruction), CHANGED)).toEqual(expected)
})

test('any instruction can be read, and finds nothing that did not change', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (words, changed) => {
      for (const file of changedSources(sourcesOf(`COPY ${words}`), changed)) expect(changed).toContain(file)
    }),
  )
})
