// The last row: which agent, what it is doing, whether the connection holds, and who else is here.

import type { Activity, RoomState } from '../../shared/room-state.ts'
import type { ConnectionStatus } from '../connection.ts'
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
  /** What this terminal may not, in a word. */
  readonly limited?: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export function statusRow(line: StatusLine, width: number, theme: Theme): string {
  const parts = [
    { text: plainLine(line.state?.agent.label ?? line.agent), style: theme.quiet },
    activityPart(line, theme),
    connectionPart(line.connection, line.now, theme),
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

function lastingParts({ waiting, devices, state, limited }: StatusLine, theme: Theme): (Part | undefined)[] {
  return [
    limited === undefined ? undefined : { text: limited, style: theme.warning },
    waiting > 0 ? { text: `${waiting} waiting`, style: theme.quiet } : undefined,
    devicesPart(devices, theme),
    state?.activity.is === 'running' ? { text: 'Esc interrupts', style: theme.quiet } : undefined,
  ]
}

interface Part {
  readonly text: string
  readonly style: (text: string) => string
}

function activityPart({ state, connection, now }: StatusLine, theme: Theme): Part | undefined {
  if (!state) return connection.is === 'ended' ? undefined : { text: 'starting', style: theme.quiet }
  const activity: Activity = state.activity
  switch (activity.is) {
    case 'starting':
      return { text: 'starting', style: theme.quiet }
    case 'idle':
      return { text: 'idle', style: theme.quiet }
    case 'running': {
      if (Object.keys(state.permissions).length > 0) return { text: 'needs you', style: theme.warning }
      if (activity.stopping) return { text: 'stopping', style: theme.warning }
      const doing = activity.unasked ? 'working by itself' : 'running'
      return { text: `${doing} ${duration(now - Date.parse(activity.since))}`, style: theme.accent }
    }
    case 'gone':
      return { text: `gone: ${plainLine(activity.reason)}`, style: theme.bad }
  }
}

function connectionPart(connection: ConnectionStatus, now: number, theme: Theme): Part | undefined {
  switch (connection.is) {
    case 'live':
    case 'connecting':
      return undefined
    case 'catching-up':
      return { text: 'catching up', style: theme.quiet }
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((connection.again - now) / 1000))
      return { text: `connection lost, again in ${seconds}s`, style: theme.warning }
    }
    case 'ended':
      return { text: plainLine(connection.reason), style: theme.bad }
  }
}

function devicesPart(devices: readonly string[], theme: Theme): Part | undefined {
  if (devices.length === 0) return undefined
  const count = devices.length === 1 ? '1 device' : `${devices.length} devices`
  return { text: `${count}: ${devices.map(plainLine).join(' · ')}`, style: theme.quiet }
}

/** Milliseconds as "12s", "3m 05s" or "1h 02m". */
export function duration(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1000))
  if (seconds < 60) return `${seconds}s`
  const two = (count: number): string => `${count}`.padStart(2, '0')
  const spent = Math.floor(seconds / 60)
  return spent < 60 ? `${spent}m ${two(seconds % 60)}s` : `${Math.floor(spent / 60)}h ${two(spent % 60)}m`
}
