// The last row: whether the connection holds, which agent, what it is doing and set to, its last word, and who else is here.

import { settingsOf } from '../../shared/agent-board.ts'
import { runningWord, standingOf, standingWord } from '../../shared/agent-standing.ts'
import { apartWords, apartWork } from '../../shared/agent-work.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { isOver, type Task } from '../../shared/tasks.ts'
import type { ConnectionStatus } from '../connection.ts'
import { duration } from '../duration.ts'
import { plainLine } from '../plain-text.ts'
import { clipped } from './columns.ts'
import { fittedRow, type Part } from './fitted-row.ts'
import type { Theme } from './theme.ts'

export interface StatusLine {
  readonly state: RoomState | undefined
  /** Until the state is known. */
  readonly agent: string
  readonly connection: ConnectionStatus
  /** Said for a moment in place of what follows. */
  readonly remark?: string
  /** Names of the other devices that are here. */
  readonly devices: readonly string[]
  readonly waiting: number
  /** What runs beside this session. */
  readonly tasks: readonly Task[]
  /** What this terminal may not, in a word. */
  readonly limited?: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export function statusRow(line: StatusLine, width: number, theme: Theme): string {
  const parts = [
    must(`${dots[line.connection.is]} ${plainLine(line.agent)}`, theme.quiet),
    connectionPart(line.connection, line.now, theme),
    activityPart(line, theme),
    ...(line.remark ? [must(line.remark, theme.accent)] : lastingParts(line, theme)),
  ]
  return fittedRow(
    parts.filter((part) => part !== undefined),
    width,
  )
}

const must = (text: string, style: Part['style']): Part => ({ forms: [text], rank: 0, style })

/** Full while the connection is live; in any other state it is told in words, too. */
const dots: { readonly [Is in ConnectionStatus['is']]: string } = {
  connecting: '○',
  'catching-up': '○',
  live: '●',
  reconnecting: '○',
  ended: '○',
}

/** In the order in which they stand; the first rank is the last to give way. */
function lastingParts(line: StatusLine, theme: Theme): (Part | undefined)[] {
  const { waiting, state, limited, connection } = line
  const { quiet, accent, warning } = theme
  return [
    part(1, connection.is === 'live' && wayOut(state), quiet),
    part(2, limited, warning),
    part(5, state?.compacting && 'summing up the conversation', accent),
    boardPart(state, theme),
    part(5, waiting > 0 && `${waiting} waiting`, quiet),
    tasksPart(line.tasks, theme),
    part(6, workWords(state), quiet),
    part(7, state?.moved && 'the owner is in another session', quiet),
    devicesPart(line.devices, theme),
    part(8, lastWord(line), quiet),
  ]
}

const part = (rank: number, text: string | false | undefined, style: Part['style']): Part | undefined =>
  text ? { forms: [text], rank, style } : undefined

function wayOut(state: RoomState | undefined): string | undefined {
  if (state?.activity.is !== 'running') return undefined
  return state.activity.stopping ? 'Esc ends the agent' : 'Esc interrupts'
}

/** What the agent does; while the connection is away only what it did last is known. */
function activityPart({ state, connection, now }: StatusLine, theme: Theme): Part | undefined {
  if (!state) return connection.is === 'ended' ? undefined : must('starting', theme.quiet)
  const standing = standingOf(state)
  if (connection.is !== 'live') return must(`was ${standingWord(standing.is)}`, theme.quiet)
  switch (standing.is) {
    case 'starting':
    case 'idle':
      return must(standingWord(standing.is), theme.quiet)
    case 'running':
      return must(`${runningWord(standing)} ${duration(now - Date.parse(standing.since))}`, theme.accent)
    case 'needs-you':
    case 'stopping':
      return must(standingWord(standing.is), theme.warning)
    case 'stalled': {
      const since = `${standingWord('stalled')} since ${timeOfDay(standing.since)}`
      const where = standing.in === undefined ? '' : ` in ${plainLine(standing.in)}`
      return { forms: [since + clipped(where, 26), since], rank: 0, style: theme.warning }
    }
    case 'gone':
      return must(standingWord('gone'), theme.bad)
  }
}

/** A word that has just come is on the screen; only an older one is worth telling. */
const justNow = 10_000

function lastWord({ state, connection, now }: StatusLine): string | undefined {
  // What has stalled has done so since the last word.
  if (state?.heard === undefined || standingOf(state).is === 'stalled') return undefined
  const counts = state.activity.is === 'running' && connection.is === 'live'
  const ago = now - Date.parse(state.heard)
  if (counts && ago < justNow) return undefined
  return `last word ${counts ? `${duration(ago)} ago` : timeOfDay(state.heard)}`
}

function connectionPart(connection: ConnectionStatus, now: number, theme: Theme): Part | undefined {
  switch (connection.is) {
    case 'live':
      return undefined
    case 'connecting':
      return must(connection.since === undefined ? 'connecting' : lost(connection.since, now), theme.quiet)
    case 'catching-up':
      return must('catching up', theme.quiet)
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((connection.again - now) / 1000))
      return must(`${lost(connection.since, now)}, again in ${seconds}s`, theme.warning)
    }
    case 'ended':
      return must(plainLine(connection.reason), theme.bad)
  }
}

const lost = (since: number, now: number): string => `connection lost ${duration(now - since)} ago`

/** What the agent is set to: the mode, which says what it may do, goes last. */
function boardPart(state: RoomState | undefined, theme: Theme): Part | undefined {
  const words = state ? settingsOf(state).map(plainLine) : []
  const forms = words.map((_, left) => words.slice(0, words.length - left).join(' · '))
  return forms.length > 0 ? { forms, rank: 4, style: theme.quiet } : undefined
}

function tasksPart(tasks: readonly Task[], theme: Theme): Part | undefined {
  const running = tasks.filter((task) => !isOver(task))
  if (running.some(({ state }) => state === 'needs_you')) return part(2, 'a task needs you', theme.warning)
  return part(6, running.length > 0 && (running.length === 1 ? '1 task' : `${running.length} tasks`), theme.quiet)
}

/** What the agent runs in the background, where no turn shows that it is at work. */
function workWords(state: RoomState | undefined): string | undefined {
  const works = apartWork(state?.work)
  return works.length === 0 ? undefined : apartWords(works)
}

/** Who else is here is known by the number alone, where their names have no room. */
function devicesPart(devices: readonly string[], theme: Theme): Part | undefined {
  if (devices.length === 0) return undefined
  const count = devices.length === 1 ? '1 device' : `${devices.length} devices`
  return { forms: [`${count}: ${devices.map(plainLine).join(' · ')}`, count], rank: 3, style: theme.quiet }
}

/** "14:02", in this terminal's time zone. */
const timeOfDay = (at: string): string => new Date(at).toTimeString().slice(0, 5)
