import { describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../scripts/sandbox/commands.js'

describe('lines that are commands', () => {
  test.each([
    ['::error::boom', 2, 'error', {}, 'boom'],
    ['  \u0085\t::ERROR file=a,line=1::x', 2, 'error', { file: 'a', line: '1' }, 'x'],
    ['::warning title=a%3Ab%2Cc::50%25 %0Aend', 2, 'warning', { title: 'a:b,c' }, '50% \nend'],
    ['::notice ::%250A', 2, 'notice', {}, '%0A'],
    ['::save-state name=k=v::x', 2, 'save-state', { name: 'k=v' }, 'x'],
    ['#8 0.1 ##[add-mask]secret', 1, 'add-mask', {}, 'secret'],
    ['##[set-output name=a%3Bb;other=1]v%5D', 1, 'set-output', { name: 'a;b', other: '1' }, 'v]'],
    ['::unknown::##[error]x', 1, 'error', {}, 'x'],
  ])('%j', (line, version, name, properties, data) => {
    expect(parseCommand(line)).toEqual({ version, name, properties, data })
  })
})

describe('lines that are text', () => {
  test.each([
    '',
    'text ::error::x',
    '::error',
    '::nothing::x',
    ':: error::x',
    '##[error',
    '##[nothing]x',
    '#[error]x',
  ])('%j', (line) => expect(parseCommand(line)).toBeUndefined())
})
