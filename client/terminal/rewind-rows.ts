// The list of prompts to go back to, as rows: a pure function of what is known.

import type { Prompt } from '../../shared/entries.ts'
import { since } from '../ago.ts'
import { plainLine } from '../plain-text.ts'
import { clipped, columnsOf, wrapped } from './columns.ts'
import type { Theme } from './theme.ts'

export interface RewindScreen {
  /** Newest first. */
  readonly prompts: readonly Prompt[]
  readonly selected: number
  /** The host has older ones. */
  readonly more: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

const title = 'Go back to before a message'
const about = 'The conversation only: files stay as they are. The session as it is now stays, too; a copy goes on.'
const aboutFirst =
  'Nothing was said before this one: a fresh conversation begins, and this one is kept. Files stay as they are.'
const keys = 'Enter goes back, and the message is in the editor · Esc leaves'
/** Rows of the selected prompt, at most. */
const shownOfOne = 4
/** Columns below which a row is its words alone. */
const leastForTime = 39
/** What a row needs beside its words, at most. */
const widestTime = 16

/** At most `rows` rows of at most `columns` columns. */
export function rewindRows(
  screen: RewindScreen,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  theme: Theme,
): string[] {
  const width = columns - 2
  const said = filled(wrapped(isFirst(screen) ? aboutFirst : about, width), aboutRows(width)).map(
    (row) => ` ${theme.quiet(row)}`,
  )
  const around = [` ${theme.strong(clipped(title, width))}`, ...said, '']
  const foot = ['', ` ${theme.quiet(clipped(keys, width))}`]
  const preview = rows >= 18 ? previewRows(screen, columns, theme) : []
  const room = rows - around.length - preview.length - foot.length
  // Of a window that is too low for all of it the list is worth most.
  if (room < 2) return listRows(screen, Math.max(rows, 1), columns, theme)
  return [...around, ...filled(listRows(screen, room, columns, theme), room), ...preview, ...foot]
}

/** The same for both, so that the list stays where it is. */
const aboutRows = (width: number): number => Math.max(...[about, aboutFirst].map((text) => wrapped(text, width).length))

const isFirst = ({ prompts, selected, more }: RewindScreen): boolean => !more && selected === prompts.length - 1

function listRows(
  { prompts, selected, more, now }: RewindScreen,
  room: number,
  columns: number,
  theme: Theme,
): string[] {
  const from = Math.max(0, Math.min(selected - Math.floor(room / 2), prompts.length + (more ? 1 : 0) - room))
  const rows = prompts.slice(from, from + room).map(({ text, at }, place) => {
    const time = columns < leastForTime ? '' : since(Date.parse(at), now)
    const space = columns - 3 - (time === '' ? 0 : time.length + 2)
    const words = clipped(plainLine(text), space)
    const told = time === '' ? '' : theme.quiet(' '.repeat(space - columnsOf(words) + 2) + time)
    return from + place === selected
      ? ` ${theme.accent('❯')}${theme.accent(theme.strong(words))}${told}`
      : `  ${words}${told}`
  })
  return more && rows.length < room ? [...rows, `  ${theme.quiet('older ones…')}`] : rows
}

/** The selected one where a row is too short for it; as many rows, where it is not. */
function previewRows({ prompts, selected }: RewindScreen, columns: number, theme: Theme): string[] {
  const text = plainLine(prompts[selected]?.text ?? '')
  if (columnsOf(text) < columns - widestTime) return filled([], 1 + shownOfOne)
  const lines = wrapped(text, columns - 2)
  const rest = lines.slice(shownOfOne - 1)
  const shown = [...lines.slice(0, shownOfOne - 1), ...(rest.length > 0 ? [clipped(rest.join(' '), columns - 2)] : [])]
  return [
    theme.quiet('─'.repeat(columns)),
    ...filled(
      shown.map((line) => ` ${line}`),
      shownOfOne,
    ),
  ]
}

const filled = (rows: readonly string[], count: number): string[] => [
  ...rows.slice(0, count),
  ...Array.from({ length: Math.max(0, count - rows.length) }, () => ''),
]
