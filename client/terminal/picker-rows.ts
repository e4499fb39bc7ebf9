// The list of sessions to choose from, as rows: a pure function of what is known.

import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { withPictureCount } from '../../shared/images.ts'
import type { ListedSession } from '../../shared/listed.ts'
import { since, sizeOf } from '../ago.ts'
import { plainLine } from '../plain-text.ts'
import { clipped, columnsOf } from './columns.ts'
import type { Theme } from './theme.ts'

export interface PickerScreen {
  /** Undefined until the list has come. */
  readonly sessions: readonly ListedSession[] | undefined
  /** How many fit in all. */
  readonly total: number
  readonly selected: number
  readonly all: boolean
  /** The session that is open already. */
  readonly here?: TranscriptId | undefined
  readonly filter: string
  /** What was said last in the selected one; undefined until it has come. */
  readonly said: readonly Entry[] | undefined
  /** A title or tag that is being written. */
  readonly writing: { readonly what: 'title' | 'tag'; readonly text: string } | undefined
  readonly problem: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Rows of the preview, at most. */
const previewRows = 6
/** Columns below which a row is its title alone: that says more than when it was. */
const leastForFacts = 39
/** The part of a row that the facts may take. */
const mostForFacts = 0.55
/** Title, filter, two blanks, rule and keys. */
const fixedRows = 6

/** At most `rows` rows of at most `columns` columns. */
export function pickerRows(
  screen: PickerScreen,
  { columns, rows }: { columns: number; rows: number },
  theme: Theme,
): string[] {
  // Of a window that is too low for all of it, the list and what is typed are worth most.
  if (rows < fixedRows + 2) {
    const room = Math.max(1, rows - 1)
    const list = filled(listRows(screen, room, columns, theme), room)
    return rows > 1 ? [inputRow(screen, columns, theme), ...list] : list
  }
  const preview = rows >= fixedRows + 2 * previewRows ? previewRows : rows >= fixedRows + 8 ? 3 : 0
  const room = Math.max(1, rows - fixedRows - preview)
  return [
    titleRow(screen, columns, theme),
    inputRow(screen, columns, theme),
    '',
    ...filled(listRows(screen, room, columns, theme), room),
    '',
    ...(preview > 0 ? filled(saidRows(screen, preview, columns, theme), preview) : []),
    problemRow(screen, columns, theme),
    ` ${theme.quiet(clipped(keysOf(screen), columns - 2))}`,
  ]
}

const keysOf = ({ writing }: PickerScreen): string =>
  writing
    ? `Enter gives it this ${writing.what} · Esc leaves it as it is`
    : 'Enter opens · Ctrl-R rename · Ctrl-T tag · Ctrl-F fork · Tab all · Esc leaves'

function titleRow({ all, sessions, total }: PickerScreen, columns: number, theme: Theme): string {
  const where = all ? 'of all directories' : 'of this directory'
  const count = sessions ? `${total} ${where}` : where
  const title = 'Resume a session'
  const room = columns - 2 - title.length - 2
  return ` ${theme.strong(clipped(title, columns - 2))}${room > 8 ? `  ${theme.quiet(clipped(count, room))}` : ''}`
}

function inputRow({ writing, filter }: PickerScreen, columns: number, theme: Theme): string {
  const [label, text] = writing ? [`New ${writing.what}: `, writing.text] : ['Find: ', filter]
  const shown = plainLine(text) + (/\s$/.test(text) ? ' ' : '')
  // The end is where one types.
  const room = Math.max(1, columns - 2 - label.length)
  const end = [...shown].slice(-Math.floor(room / 2)).join('')
  const fitting = columnsOf(shown) < room ? shown : end
  return ` ${theme.accent(label)}${fitting}${theme.strong('▏')}`
}

function listRows(screen: PickerScreen, room: number, columns: number, theme: Theme): string[] {
  const { sessions, selected, all, filter } = screen
  if (!sessions) return [` ${theme.quiet('Looking…')}`]
  if (sessions.length === 0) {
    const none = filter === '' ? 'There is no session here yet.' : 'No session fits.'
    return [` ${clipped(`${none}${all ? '' : ' Tab looks in all directories.'}`, columns - 2)}`]
  }
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), sessions.length - room))
  const shown = sessions.slice(first, first + room)
  const facts = factsOf(shown, screen, columns)
  return shown.map((session, at) => sessionRow(session, facts[at] ?? '', first + at === selected, columns, theme))
}

/** What is told of each beside its title, one under the other; nothing where there is no room for that. */
function factsOf(sessions: readonly ListedSession[], screen: PickerScreen, columns: number): string[] {
  if (columns < leastForFacts) return sessions.map(() => '')
  const rows = sessions.map(({ session, modified, branch, size, tag, directory }) => {
    const facts = [
      (session === screen.here ? 'open here' : since(Date.parse(modified), screen.now)).padEnd(10),
      sizeOf(size).padStart(7),
      // Somebody chose it: it is told before what is told by itself.
      tag && `#${clipped(plainLine(tag), 12)}`,
      branch && clipped(plainLine(branch), 12),
      screen.all && directory && lastPart(directory),
    ]
    return facts.filter((fact) => typeof fact === 'string' && fact !== '').join('  ')
  })
  const widest = Math.max(...rows.map(columnsOf))
  const width = Math.min(widest, Math.floor((columns - 3) * mostForFacts))
  return rows.map((row) => {
    const fitting = columnsOf(row) > width ? `${clipped(row, width).replace(/…*$/, '')}…` : row
    return fitting + ' '.repeat(Math.max(0, width - columnsOf(fitting)))
  })
}

function sessionRow({ title }: ListedSession, facts: string, selected: boolean, columns: number, theme: Theme): string {
  const room = columns - 3
  const name = clipped(plainLine(title), Math.max(1, room - (facts === '' ? 0 : columnsOf(facts) + 2)))
  const told = facts === '' ? '' : ' '.repeat(room - columnsOf(name) - columnsOf(facts)) + facts
  return selected
    ? ` ${theme.accent('❯')}${theme.accent(theme.strong(name))}${theme.quiet(told)}`
    : `  ${name}${theme.quiet(told)}`
}

const lastPart = (directory: string): string =>
  clipped(plainLine(directory.split(/[\\/]/).findLast((part) => part !== '') ?? directory), 20)

function saidRows({ said, sessions }: PickerScreen, most: number, columns: number, theme: Theme): string[] {
  const rule = theme.quiet('─'.repeat(columns))
  if (!said || !sessions || sessions.length === 0) return [rule]
  const lines = said.flatMap((entry): string[] => {
    if (entry.kind === 'prompt')
      return [` ${theme.accent('❯')} ${clipped(plainLine(withPictureCount(entry)), columns - 4)}`]
    if (entry.kind === 'reply') return [`   ${clipped(plainLine(entry.text), columns - 4)}`]
    if (entry.kind === 'tool')
      return [`   ${theme.quiet(clipped(`${plainLine(entry.name)} ${plainLine(entry.title)}`, columns - 4))}`]
    if (entry.kind === 'result') return [`   ${theme.quiet(clipped(plainLine(withPictureCount(entry)), columns - 4))}`]
    return []
  })
  return [rule, ...lines.slice(-(most - 1))]
}

const problemRow = ({ problem }: PickerScreen, columns: number, theme: Theme): string =>
  problem === undefined ? '' : ` ${theme.warning(clipped(plainLine(problem), columns - 2))}`

const filled = (rows: readonly string[], count: number): string[] => [
  ...rows.slice(0, count),
  ...Array.from({ length: Math.max(0, count - rows.length) }, () => ''),
]
