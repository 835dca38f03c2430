import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { argv, option } from './buildplan.ts'
import { faultsOf, inputs } from './given.ts'
import { parseCsv } from './parsecsv.ts'

/** Options that take several values, with the inputs that they come from. */
const LISTS: Readonly<Record<string, string>> = {
  'build-args': 'build-arg',
  'build-contexts': 'build-context',
  labels: 'label',
  annotations: 'annotation',
  ssh: 'ssh',
  'add-hosts': 'add-host',
  allow: 'allow',
  ulimit: 'ulimit',
  'no-cache-filters': 'no-cache-filter',
}

describe('no text can become an option of its own', () => {
  const evil = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '--push',
      '-o',
      '--output=type=local,dest=/',
      'a=b,push=true',
      '"',
      '\n--push',
      '--',
      'x\r--load',
    ),
  )
  const entry = fc.oneof(
    evil,
    fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,5}$/), evil).map(([a, b]) => `${a}=${b}`),
  )
  const text = fc
    .array(
      fc.oneof(
        entry,
        entry.map((one) => `"${one.replaceAll('"', '""')}"`),
      ),
      { maxLength: 4 },
    )
    .map((entries) => entries.join('\n'))

  test.each(Object.entries(LISTS))('%s', (name, flag) => {
    fc.assert(
      fc.property(text, (given) => {
        const faults = faultsOf({ [name]: given })
        if (faults.length > 0) return
        const args = argv({ [name]: given })
        const values = inputs({ [name]: given }).build as unknown as Record<string, readonly unknown[]>
        const expected = values[name.replace(/-./g, (dash) => dash.slice(1).toUpperCase())]
        expect(option(args, flag)).toHaveLength(expected?.length ?? -1)
        expect(args).toHaveLength(argv().length + (expected?.length ?? -1))
        expect(args.slice(-2)).toEqual(['--', '/w'])
        for (const one of args.slice(0, -2)) expect(one).toMatch(/^--[a-z-]+(?:=|$)/)
        if (['ssh', 'add-hosts', 'allow', 'ulimit', 'no-cache-filters'].includes(name)) {
          for (const one of option(args, flag)) expect(one).not.toMatch(/[,"\r\n]|^-/)
        }
      }),
    )
  })

  test.each(['target', 'network', 'shm-size', 'compression', 'sbom', 'provenance', 'platforms'])(
    '%s',
    (name) => {
      fc.assert(
        fc.property(evil, (given) => {
          if (faultsOf({ [name]: given }).length > 0) return
          const args = argv({ [name]: given })
          expect(args.slice(-2)).toEqual(['--', '/w'])
          for (const one of args.slice(0, -2)) expect(one).toMatch(/^--[a-z-]+(?:=|$)/)
        }),
      )
    },
  )

  test('the fields of a secret stay two, whatever its path', () => {
    const path = fc.string({ unit: 'binary' }).filter((one) => !/[\r\n]/.test(one))
    fc.assert(
      fc.property(path, (one) => {
        const args = argv({}, {}, [{ kind: 'file', id: 'npm', path: one }])
        expect(option(args, 'secret').map(parseCsv)).toEqual([['id=npm', `src=${one}`]])
      }),
    )
  })

  test('a context or file that begins with a dash stays what it is', () => {
    const args = argv({}, { context: '-x', file: '--y' })
    expect(args.slice(-2)).toEqual(['--', '-x'])
    expect(args).toContain('--file=--y')
  })
})
