// Why the agent is gone, in full, and the way on.

import type { RoomState } from '../../shared/room-state.ts'
import { plainLine } from '../plain-text.ts'
import { wrapped } from './columns.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'

export function goneRows(state: RoomState | undefined, width: number, theme: Theme): string[] {
  if (state?.activity.is !== 'gone') return []
  const room = width - indent.length
  const reason = wrapped(`${plainLine(state.agent.label)} is gone: ${plainLine(state.activity.reason)}`, room)
  const wayOn = wrapped('/restart starts it again. What is sent meanwhile waits for it.', room)
  return ['', ...reason.map((row) => indent + theme.bad(row)), ...wayOn.map((row) => indent + theme.quiet(row))]
}
