// What `/session` shows, as rows: a pure function of light parts, so that it can be drawn before anything else loads.

import type { LinkId } from '../../shared/ids.ts'
import { plainLine } from '../plain-text.ts'
import { broken, clipped, wrapped } from './columns.ts'
import type { SessionInfo } from './options.ts'
import { type QrCode, qrCode } from './qr-code.ts'
import type { Theme } from './theme.ts'

export interface SessionScreen {
  readonly session: SessionInfo
  readonly way: Way
  /** The code is this link's. */
  readonly link?: ScreenLink
  /** Names of the other devices that are here. */
  readonly devices: readonly string[]
  /** What usually stands in the way, once no phone has come for a while. */
  readonly advice?: readonly string[]
}

/** A link whose code is shown; `gives` and `until` are words for people. */
export interface ScreenLink {
  readonly id: LinkId
  readonly gives: string
  readonly until: string
}

/** How another device gets in. */
export type Way =
  /** Nothing listens. */
  | { readonly is: 'closed' }
  /** Another process runs the session. */
  | { readonly is: 'elsewhere' }
  | { readonly is: 'open'; readonly url: string; readonly left: number; readonly warning?: string }
  | { readonly is: 'making' }
  | { readonly is: 'failed'; readonly reason: string }

export interface Size {
  readonly columns: number
  readonly rows: number
}

const margin = 1
const gap = 2
/** A column beside the code that is narrower than this says nothing well. */
const leastBeside = 30

/** At most `size.rows` rows of at most `size.columns` columns. */
export function sessionRows(screen: SessionScreen, size: Size, theme: Theme): string[] {
  const { session, way } = screen
  const address = way.is === 'open' ? addressRows(way.url, size.columns) : []
  const code = fittingCode(way, size, address.length)
  const beside = size.columns - margin - (code ? code.width + gap : 0)
  const said = beside < leastBeside ? [] : saidRows(screen, beside, theme, code !== undefined)
  const left = code && said.length === 0 && way.is === 'open' ? ` · good for ${minutes(way.left)}` : ''
  const resume = `claude --resume ${session.id}`
  return arranged(
    {
      title: ` ${theme.strong(clipped(plainLine(session.title || 'New session'), size.columns - 2))}`,
      body: code ? beneath(code, said) : said.map((row) => ' '.repeat(margin) + row),
      address,
      resume: resume.length + 2 <= size.columns ? ` ${theme.quiet(resume)}` : undefined,
      foot: ` ${theme.quiet(clipped(`Esc closes this${left}`, size.columns - 2))}`,
    },
    size.rows,
  )
}

/** The code, where it fits together with its address; with a warning only where that fits too. */
function fittingCode(way: Way, size: Size, address: number): QrCode | undefined {
  if (way.is !== 'open') return undefined
  const code = qrCode(way.url)
  const least = margin + code.width + (way.warning ? gap + leastBeside : 0)
  return least <= size.columns && code.rows.length + address + 2 <= size.rows ? code : undefined
}

function beneath(code: QrCode, said: readonly string[]): string[] {
  return code.rows.map((row, at) => ' '.repeat(margin) + row + ' '.repeat(gap) + (said[at] ?? ''))
}

interface Parts {
  readonly title: string
  readonly body: readonly string[]
  readonly address: readonly string[]
  readonly resume: string | undefined
  readonly foot: string
}

/** The address and how to close it stay whatever the size; blank rows and the rest come as far as there is room. */
function arranged({ title, body, address, resume, foot }: Parts, rows: number): string[] {
  let room = rows - address.length - 1
  const taken = (wanted: readonly string[]): readonly string[] => {
    const part = wanted.slice(0, Math.max(room, 0))
    room -= part.length
    return part
  }
  const head = taken([title])
  const middle = taken(body)
  const beforeAddress = taken(address.length > 0 ? [''] : [])
  const afterTitle = taken([''])
  const afterAddress = taken(resume ? [resume] : [])
  const beforeFoot = taken([''])
  const all = [...head, ...afterTitle, ...middle, ...beforeAddress, ...address, ...afterAddress, ...beforeFoot, foot]
  return all.slice(0, rows)
}

/** The address on one row where it fits; else from the first column on, so that it can be put together again. */
function addressRows(url: string, columns: number): string[] {
  const words = 'Open in browser: '
  const plain = plainLine(url)
  if (1 + words.length + plain.length <= columns) return [` ${words}${plain}`]
  return [` ${clipped(words.trim(), columns - 1)}`, ...broken(plain, columns)]
}

function saidRows(screen: SessionScreen, width: number, theme: Theme, withCode: boolean): string[] {
  const { session, devices, way } = screen
  if (screen.link) {
    const { gives, until } = screen.link
    const facts = [`Whoever scans it may ${gives}, in this session only.`, `Until ${until}. /links takes it back.`]
    const told = facts.flatMap((fact) => ['', ...wrapped(fact, width).map(theme.quiet)])
    return [...wayRows(way, width, theme, withCode), ...warningRows(screen, width, theme), ...told]
  }
  const devicesHere = devices.length > 0 ? devices.map(plainLine).join(' · ') : 'none yet'
  return [
    ...wayRows(way, width, theme, withCode),
    ...warningRows(screen, width, theme),
    '',
    ...field('Session', session.id, width, theme),
    ...field('Folder', plainLine(session.directory), width, theme),
    ...field('Agent', plainLine(session.agent), width, theme),
    ...(way.is === 'closed' || way.is === 'elsewhere' ? [] : field('Devices', devicesHere, width, theme)),
  ]
}

function wayRows(way: Way, width: number, theme: Theme, withCode: boolean): string[] {
  const quiet = (text: string): string[] => wrapped(text, width).map(theme.quiet)
  switch (way.is) {
    case 'closed':
      return wrapped('Start with --remote for a link and QR code.', width)
    case 'elsewhere':
      return wrapped('The code is shown in the terminal that runs this session: type /session there.', width)
    case 'making':
      return quiet('Making a fresh code…')
    case 'failed':
      return wrapped(plainLine(`No code: ${way.reason}`), width).map(theme.warning)
    case 'open': {
      const what = withCode ? "Scan with your phone's camera" : 'Open the address below on the other device'
      return [...wrapped(what, width).map(theme.strong), ...quiet(`For one device, for ${minutes(way.left)}.`)]
    }
  }
}

function warningRows({ way, advice }: SessionScreen, width: number, theme: Theme): string[] {
  if (way.is === 'open' && way.warning) return ['', ...wrapped(plainLine(way.warning), width).map(theme.warning)]
  if (!advice) return []
  return ['', ...advice.flatMap((line) => wrapped(plainLine(line), width)).map(theme.warning)]
}

function field(label: string, value: string, width: number, theme: Theme): string[] {
  const indent = 8
  const rows = wrapped(value, width - indent).flatMap((row) => broken(row, width - indent))
  return rows.map((row, at) => theme.quiet((at === 0 ? label : '').padEnd(indent)) + row)
}

/** Milliseconds as minutes and seconds, rounded up: "2:41". */
function minutes(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1000))
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`
}
