// The last row: whether the connection holds, which agent, what it is doing and set to, its last word, and who else is here.

import { settingsOf } from '../../shared/agent-board.ts'
import { runningWord, standingOf, standingWord } from '../../shared/agent-standing.ts'
import { apartWords, apartWork } from '../../shared/agent-work.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { isOver, type Task } from '../../shared/tasks.ts'
import type { ConnectionStatus } from '../connection.ts'
import { duration } from '../duration.ts'
import { plainLine } from '../plain-text.ts'
import { clipped, columnsOf } from './columns.ts'
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
    { text: `${dots[line.connection.is]} ${plainLine(line.agent)}`, style: theme.quiet },
    connectionPart(line.connection, line.now, theme),
    activityPart(line, theme),
    ...(line.remark ? [{ text: line.remark, style: theme.accent }] : lastingParts(line, theme)),
  ].filter((part) => part !== undefined)
  let row = ''
  let room = width
  for (const { text, style } of parts) {
    const space = row === '' ? '' : '   '
    const shown = clipped(text, room - space.length)
    if (shown === '') break
    row += space + style(shown)
    room -= space.length + columnsOf(shown)
  }
  return row
}

/** Full while the connection is live; in any other state it is told in words, too. */
const dots: { readonly [Is in ConnectionStatus['is']]: string } = {
  connecting: '○',
  'catching-up': '○',
  live: '●',
  reconnecting: '○',
  ended: '○',
}

function lastingParts(line: StatusLine, theme: Theme): (Part | undefined)[] {
  const { waiting, devices, state, limited } = line
  return [
    wayOut(state, theme),
    limited === undefined ? undefined : { text: limited, style: theme.warning },
    state?.compacting && { text: 'summing up the conversation', style: theme.accent },
    boardPart(state, theme),
    waiting > 0 ? { text: `${waiting} waiting`, style: theme.quiet } : undefined,
    tasksPart(line.tasks, theme),
    workPart(state, theme),
    state?.moved ? { text: 'the owner is in another session', style: theme.quiet } : undefined,
    devicesPart(devices, theme),
    lastWordPart(line, theme),
  ]
}

interface Part {
  readonly text: string
  readonly style: (text: string) => string
}

function wayOut(state: RoomState | undefined, theme: Theme): Part | undefined {
  if (state?.activity.is !== 'running') return undefined
  return { text: state.activity.stopping ? 'Esc ends the agent' : 'Esc interrupts', style: theme.quiet }
}

/** What the agent does; while the connection is away only what it did last is known. */
function activityPart({ state, connection, now }: StatusLine, theme: Theme): Part | undefined {
  if (!state) return connection.is === 'ended' ? undefined : { text: 'starting', style: theme.quiet }
  const standing = standingOf(state)
  if (connection.is !== 'live') return { text: `was ${standingWord(standing.is)}`, style: theme.quiet }
  switch (standing.is) {
    case 'starting':
    case 'idle':
      return { text: standingWord(standing.is), style: theme.quiet }
    case 'running':
      return { text: `${runningWord(standing)} ${duration(now - Date.parse(standing.since))}`, style: theme.accent }
    case 'needs-you':
    case 'stopping':
      return { text: standingWord(standing.is), style: theme.warning }
    case 'stalled': {
      const where = standing.in === undefined ? '' : ` in ${plainLine(standing.in)}`
      return {
        text: `${standingWord('stalled')} since ${timeOfDay(standing.since)}${clipped(where, 26)}`,
        style: theme.warning,
      }
    }
    case 'gone':
      return { text: standingWord('gone'), style: theme.bad }
  }
}

/** A word that has just come is on the screen; only an older one is worth telling. */
const justNow = 10_000

function lastWordPart({ state, connection, now }: StatusLine, theme: Theme): Part | undefined {
  // What has stalled has done so since the last word.
  if (state?.heard === undefined || standingOf(state).is === 'stalled') return undefined
  const counts = state.activity.is === 'running' && connection.is === 'live'
  const ago = now - Date.parse(state.heard)
  if (counts && ago < justNow) return undefined
  return { text: `last word ${counts ? `${duration(ago)} ago` : timeOfDay(state.heard)}`, style: theme.quiet }
}

function connectionPart(connection: ConnectionStatus, now: number, theme: Theme): Part | undefined {
  switch (connection.is) {
    case 'live':
      return undefined
    case 'connecting':
      return { text: connection.since === undefined ? 'connecting' : lost(connection.since, now), style: theme.quiet }
    case 'catching-up':
      return { text: 'catching up', style: theme.quiet }
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((connection.again - now) / 1000))
      return { text: `${lost(connection.since, now)}, again in ${seconds}s`, style: theme.warning }
    }
    case 'ended':
      return { text: plainLine(connection.reason), style: theme.bad }
  }
}

const lost = (since: number, now: number): string => `connection lost ${duration(now - since)} ago`
function boardPart(state: RoomState | undefined, theme: Theme): Part | undefined {
  const words = state ? settingsOf(state).map(plainLine) : []
  return words.length > 0 ? { text: words.join(' · '), style: theme.quiet } : undefined
}

function tasksPart(tasks: readonly Task[], theme: Theme): Part | undefined {
  const running = tasks.filter((task) => !isOver(task))
  if (running.some(({ state }) => state === 'needs_you')) return { text: 'a task needs you', style: theme.warning }
  if (running.length === 0) return undefined
  return { text: running.length === 1 ? '1 task' : `${running.length} tasks`, style: theme.quiet }
}

/** What the agent runs in the background, where no turn shows that it is at work. */
function workPart(state: RoomState | undefined, theme: Theme): Part | undefined {
  const works = apartWork(state?.work)
  return works.length === 0 ? undefined : { text: apartWords(works), style: theme.quiet }
}

function devicesPart(devices: readonly string[], theme: Theme): Part | undefined {
  if (devices.length === 0) return undefined
  const count = devices.length === 1 ? '1 device' : `${devices.length} devices`
  return { text: `${count}: ${devices.map(plainLine).join(' · ')}`, style: theme.quiet }
}

/** "14:02", in this terminal's time zone. */
const timeOfDay = (at: string): string => new Date(at).toTimeString().slice(0, 5)
