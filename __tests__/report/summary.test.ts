import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import type { Tag } from '../../src/domain/reference.ts'
import type { Outcome } from '../../src/plan/outcome.ts'
import { duration, summarize } from '../../src/report/summary.ts'
import { DRY, digest, PUBLISHED, tag } from './outcomes.ts'

test('a publish', () => {
  expect(summarize(PUBLISHED)).toBe(`## Published \`ghcr.io/acme/app\` \`1.2.3\`

\`sha256:${'a'.repeat(64)}\`

push of the tag v1.2.3

### Tags

| Tag |  | Before | After | Why |
| --- | --- | --- | --- | --- |
| \`v1.2.3\` | new | – | \`aaaaaaaaaaaa\` | the version |
| \`v1.2\` | moved | \`bbbbbbbbbbbb\` 1.2.2 | \`aaaaaaaaaaaa\` | highest of 1.2 |
| \`latest\` | kept | \`dddddddddddd\` | \`dddddddddddd\` | 2.0.0 is higher |

### Platforms

| Platform | Digest | Size | Attested | Smoke test | Time |
| --- | --- | --- | --- | --- | --- |
| \`linux/amd64\` | \`111111111111\` | 17.3 MB | SBOM, 126 packages; provenance \`eeeeeeeeeeee\` | ✅ exit code 0 | 420 ms |
| \`linux/arm64\` | \`222222222222\` | 980 B | SBOM, too many packages to count \`ffffffffffff\` | ⚠️ exit code 2; it starts | 1.5 s |

### SBOM

\`\`\`sh
docker buildx imagetools inspect ghcr.io/acme/app@sha256:${'a'.repeat(64)} --format '{{ json (index .SBOM "linux/amd64").SPDX }}'
docker buildx imagetools inspect ghcr.io/acme/app@sha256:${'a'.repeat(64)} --format '{{ json (index .SBOM "linux/arm64").SPDX }}'
\`\`\`

### Signature

Not signed: sign: off.

### Pull and run

\`\`\`sh
docker pull ghcr.io/acme/app:v1.2.3
docker pull ghcr.io/acme/app@sha256:${'a'.repeat(64)}
docker run --rm ghcr.io/acme/app@sha256:${'a'.repeat(64)}
\`\`\`

### Take it back

\`\`\`yaml
- uses: org/ghcr-publish/rollback@v1
  with:
    image: ghcr.io/acme/app
    tag: v1.2
    to: sha256:${'b'.repeat(64)}
\`\`\`

### Notices

- The gha cache is off.

### Build warnings

- StageNameCasing: Stage name should be lowercase

### Cache

| Steps of | From a cache | Ran |  | Time of those | First to run, and why |
| --- | --- | --- | --- | --- | --- |
| \`linux/amd64\` | 3 | 1 | 75 % | 1.3 s | 2/4 <code>COPY app /app</code>: app changed since v1.2 (Changed since commit bbbbbbbbbbbb: app) |
| shared | 2 | 0 | 100 % | – | – |

| Cache layer |  |  |
| --- | --- | --- |
| registry ghcr.io/acme/app:buildcache | read | read |
| gha acme/app | write | could not be written &#40;no answer&#41; |

Key of the key files: abc: new

### Timings

| Phase | Time |
| --- | --- |
| build | 1 min 05 s |
| smoke | 1.6 s |
| together | 1 min 07 s |

Commit \`${'c'.repeat(40)}\`
`)
})

describe('the step that takes a publish back', () => {
  const stepOf = (suffix: string, ...names: readonly string[]) => {
    const tags = names.map((name) => ({
      ...{ tag: tag(name), before: digest('b'), after: digest('a'), moved: true, reason: '' },
    }))
    const [, step] = summarize({ ...PUBLISHED, suffix, tags }).match(/```yaml\n([\s\S]*?)```/) ?? []
    return step
  }

  test('has the suffix of the tags', () => {
    expect(stepOf('-alpine', 'v1.2.3-alpine', 'v1.2-alpine', `${'c'.repeat(40)}-alpine`)).toMatch(
      /^ {4}tag: v1\.2-alpine\n {4}tag-suffix: '-alpine'\n {4}to: sha256:/m,
    )
  })

  test('names no tag that a rollback refuses', () => {
    expect(stepOf('', 'pr-7', 'c'.repeat(40), '1.2.3')).toBeUndefined()
    expect(stepOf('', 'pr-7', 'edge')).toMatch(/^ {4}tag: edge$/m)
  })

  test.each(['1.10', '1', 'on', 'null'])('is text to a reader of YAML, also with the tag %s', (name) => {
    const [read] = parse(stepOf('', name) ?? '')
    expect(read.with).toEqual({ image: 'ghcr.io/acme/app', tag: name, to: digest('b') })
  })
})

test('a dry run says so, says why, and gives no commands', () => {
  const text = summarize(DRY)
  expect(text).toMatch(
    /^## Dry run of `ghcr\.io\/acme\/app` `1\.2\.3`: nothing was pushed\n\na pull request publishes nothing\n/,
  )
  expect(text).toContain('| `v1.2` | would move | `bbbbbbbbbbbb` 1.2.2 | this build | highest of 1.2 |')
  expect(text).toContain('| `latest` | kept | `dddddddddddd` | unchanged | 2.0.0 is higher |')
  expect(text).not.toContain('docker pull')
})

describe('a first publish', () => {
  test('that needs a login says how to change that', () => {
    expect(summarize({ ...PUBLISHED, anonymousPull: false })).toContain(
      'cannot be pulled without a login. To change that, open its settings, Danger Zone, Change visibility: https://github.com/orgs/acme/packages/container/app/settings (of a user: https://github.com/users/acme/packages/container/app/settings)',
    )
  })

  test('that needs a login on an Enterprise Server names its pages', () => {
    const image = { registry: 'containers.git.example', repository: 'acme/app' }
    const summary = summarize({ ...PUBLISHED, image, anonymousPull: false }, 'https://git.example')
    expect(summary).toContain('https://git.example/orgs/acme/packages/container/app/settings')
  })

  test('that needs a login on another registry points nowhere', () => {
    const image = { registry: 'registry.example', repository: 'app' }
    expect(summarize({ ...PUBLISHED, image, anonymousPull: false })).toContain(
      'It cannot be pulled without a login.\n\n',
    )
  })

  test('that is public says so', () => {
    expect(summarize({ ...PUBLISHED, anonymousPull: true })).toContain('Anybody can pull it without a login.')
  })
})

/** An outcome with the same foreign text in every place that can hold any. */
function withForeign(text: string): Outcome {
  const smoke = { kind: 'failed' as const, detail: text }
  // What is not moved is not in the step that takes it back, which has nothing but tags and digests.
  const foreign = { tag: text as Tag, reason: text, moved: false }
  return {
    ...PUBLISHED,
    reason: text,
    version: text,
    commit: text,
    image: { registry: 'ghcr.io', repository: text },
    tags: PUBLISHED.tags.map((one) => ({ ...one, ...foreign })),
    platforms: PUBLISHED.platforms.map((one) => ({ ...one, smoke })),
    build: {
      steps: PUBLISHED.build.steps.map(({ missed, ...one }) => ({
        ...{ ...one, platform: text },
        ...{ missed: missed && { ...missed, label: text, instruction: text } },
        reason: one.reason && { ...one.reason, text, evidence: [text] },
      })),
      caches: PUBLISHED.build.caches.map((use) => ({ ...use, layer: text, detail: text })),
      warnings: [text],
    },
    timings: [{ phase: text, milliseconds: 1 }],
    notices: [text],
  }
}

/** What is left of a summary without the places where foreign text stands and without plain characters: its structure. */
function structure(summary: string): string {
  return summary
    .replace(/&#\d+;/g, '')
    .replace(/`[A-Za-z0-9._/:@+-]*`/g, 'C')
    .replace(/<code>[^<>`|[\]*_\\\n]*<\/code>/g, 'C')
    .replace(/^docker .*$/gm, 'D')
    .replace(/[\p{L}\p{N} .,;:'"=+%/…–-]/gu, '')
}

describe('foreign text', () => {
  const expected = structure(summarize(withForeign('harmless')))

  test.each([
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example/x.png)',
    '[click](javascript:x)',
    '`code` ``` fence',
    'a | b | c',
    '@octocat and @acme/admins',
    '# heading\n## heading\n- item\n1. item\n> quote',
    '***bold*** __under__ ~~gone~~ ==marked==',
    'https://evil.example and www.evil.example',
    '&lt;script&gt; \\`x\\` <!-- x -->',
    '$$x$$ :+1: #12 acme/app#12',
    '- item',
    '12. item',
    '    indented',
    '```\n</code></details><script>',
    '\u001b[31mred\u202e\u2028',
  ])('%j changes no structure', (text) => {
    expect(structure(summarize(withForeign(text)))).toBe(expected)
  })

  test('of any kind changes no structure, links nothing and mentions nobody', () => {
    const parts = fc.array(
      fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '|',
          '`',
          '```',
          '![',
          '](',
          '@',
          'www.',
          'http://',
          '\n',
          '\r',
          '&',
          '\\',
          '#',
          '*',
          '_',
          '~',
          '-',
          '1.',
          ' ',
        ),
        fc.string({ unit: 'binary' }),
        fc.string(),
      ),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(parts, (some) => {
        // A visible character on either side, so that no place is left out for being empty.
        const summary = summarize(withForeign(`x${some.join('')}x`))
        expect(structure(summary)).toBe(expected)
        const shown = summary.replace(/`[^`\n]*`|^docker .*$|https:\/\/github\.com\S*/gm, '')
        expect(shown).not.toMatch(/:\/\/|www\.|@|\[|\]/i)
      }),
    )
  })

  test('keeps what it says', () => {
    expect(summarize({ ...PUBLISHED, notices: ['a <b> c'] })).toContain('- a &#60;b&#62; c')
    expect(summarize({ ...PUBLISHED, notices: ['ask @me'] })).toContain('- ask &#64;&#8203;me')
  })

  test('of any amount stays below the megabyte at which the runner drops a summary', () => {
    const text = '<'.repeat(5_000)
    const many = <T>(values: readonly T[]): readonly T[] => Array.from({ length: 500 }, () => values).flat()
    const outcome = withForeign(text)
    const summary = summarize({
      ...outcome,
      tags: many(outcome.tags),
      platforms: many(outcome.platforms),
      build: { steps: many(outcome.build.steps), caches: many(outcome.build.caches), warnings: many([text]) },
      timings: many(outcome.timings),
      notices: many([text]),
    })
    expect(Buffer.byteLength(summary)).toBeLessThan(900 * 1024)
    expect(summary).toContain('1400 more are not shown.')
    expect(summary).toContain('- and 450 more')
  })
})

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1.0 s'],
  [59_940, '59.9 s'],
  [60_000, '1 min 00 s'],
  [3_725_000, '62 min 05 s'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})
