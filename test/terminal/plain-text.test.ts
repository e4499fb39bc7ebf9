import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLine, plainText } from '../../client/plain-text.ts'

const cases: [why: string, text: string, shown: string][] = [
  ['colours go', '\x1b[31mred\x1b[0m', 'red'],
  ['the title is not set', 'a\x1b]0;title\x07b', 'ab'],
  ['the clipboard is not written', 'a\x1b]52;c;ZXZpbA==\x1b\\b', 'ab'],
  ['nor by the one-byte forms', 'x\x9b31my\x9d0;t\x9cz', 'xyz'],
  ['a screen is not cleared', '\x1b[2J\x1b[3Jz', 'z'],
  ['device strings go', '\x1bPq#0\x1b\\z', 'z'],
  ['a code cut off by the end of a chunk goes', 'a\x1b[3', 'a'],
  ['a string that never ends takes its line only', 'a\x1b]0;x\nb', 'a\nb'],
  ['a code cut off by a line end keeps the line end', '\x1b[3\nabc', '\nabc'],
  ['progress keeps what was written last', 'p 1%\rp 2%\r\nok', 'p 2%\nok'],
  ['bold by overstriking is read once', 'b\x08bo\x08ol', 'bol'],
  ['tabs stay, other controls go', 'tab\there\n\0z\x7f', 'tab\there\nz'],
  ['an override is shown, not obeyed', 'user\u202etxt.exe', 'user‹U+202E›txt.exe'],
  ['an invisible space is shown', 'rm\u200b -rf', 'rm‹U+200B› -rf'],
  ['emoji and accents stay', 'é 👩‍👩‍👧 日本', 'é 👩‍👩‍👧 日本'],
]

describe('plain text', () => {
  it.each(cases)('TM1 %s', (_why, text, shown) => {
    expect(plainText(text)).toBe(shown)
  })

  it('TM1 holds no control but line feed and tab, whatever it is given', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '\x1b',
        '[',
        ']',
        '0',
        ';',
        'm',
        '\x07',
        '\\',
        '\x9b',
        '\x9d',
        '\r',
        '\n',
        '\b',
        'P',
        'a',
        '\u202e',
      ),
    })
    fc.assert(
      fc.property(nasty, (text) => {
        expect(plainText(text)).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
      }),
    )
  })

  it('takes time in proportion to the text', () => {
    // In proportion to its square it would take hours.
    const long = `${'\x1b]'.repeat(1_000_000)}${'\x1b['.repeat(1_000_000)}${'a\r'.repeat(1_000_000)}`
    expect(plainText(long)).toBe('a')
  })

  it('makes one line of several', () => {
    expect(plainLine('  a\n\tb \x1b[1mc ')).toBe('a b c')
  })
})
