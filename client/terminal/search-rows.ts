// A search for an earlier prompt as rows in place of the editor: what was found, and the words that are looked for.

import { plainLine } from '../plain-text.ts'
import { clipped, columnsOf } from './columns.ts'
import { wrappedStyled } from './screen.ts'
import type { Theme } from './theme.ts'

export type Search = { readonly words: string } & (
  | { readonly is: 'asking' | 'looking' | 'nothing' }
  | { readonly is: 'found'; readonly text: string }
)

/** Rows of what was found, at most: those around the words. */
const most = 6
const label = 'Search: '
const keys = 'Ctrl-R older · Enter takes it · Esc leaves'
/** A row that ends in a word more or less than the words alone would. */
const above = 2

export function searchRows(search: Search, sign: string, width: number, theme: Theme): string[] {
  const beside = ' '.repeat(sign.length + 1)
  const found = shownOf(search, Math.max(width - beside.length - 1, 1), theme)
  return [
    theme.quiet('─'.repeat(width)),
    ...found.map((row, at) => (at === 0 ? theme.accent(theme.strong(`${sign} `)) : beside) + row),
    wordsRow(search, width, theme),
  ]
}

function shownOf(search: Search, width: number, theme: Theme): string[] {
  switch (search.is) {
    case 'found':
      return foundRows(search.text, search.words, width, theme)
    case 'asking':
      return [theme.quiet(clipped('Type what was in an earlier message.', width))]
    case 'looking':
      return [theme.quiet('Looking…')]
    case 'nothing':
      return [theme.quiet(clipped('No earlier message has this in it.', width))]
  }
}

function foundRows(text: string, words: string, width: number, theme: Theme): string[] {
  const at = text.toLowerCase().indexOf(words.toLowerCase())
  const end = at + words.length
  const mark = (part: string): string =>
    part.replace(/[^\n]+/g, (line) => theme.accent(theme.strong(theme.underlined(line))))
  const marked = words === '' ? text : text.slice(0, at) + mark(text.slice(at, end)) + text.slice(end)
  const rows = wrappedStyled(marked, width)
  const row = wrappedStyled(text.slice(0, Math.max(at, 0)), width).length - 1
  const first = Math.max(0, Math.min(row - above, rows.length - most))
  const shown = rows.slice(first, first + most)
  const left = rows.length - shown.length
  return left > 0 ? [...shown, theme.quiet(clipped(`… ${left} more ${left === 1 ? 'row' : 'rows'}`, width))] : shown
}

function wordsRow({ words }: Search, width: number, theme: Theme): string {
  const room = Math.max(1, width - label.length - 2)
  const line = plainLine(words) + (/\s$/.test(words) ? ' ' : '')
  // The end is where one types.
  const shown = columnsOf(line) < room ? line : [...line].slice(-Math.floor(room / 2)).join('')
  const left = width - label.length - columnsOf(shown) - 3
  const hint = left >= keys.length ? `  ${theme.quiet(keys)}` : ''
  return `${theme.accent(label)}${shown}${theme.strong('▏')}${hint}`
}
