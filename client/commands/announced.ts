// Commands that the agent announced: offered after carryon's own, and sent to the agent as they were typed.

import type { RoomState } from '../../shared/room-state.ts'
import type { CommandWords } from './command.ts'

/** Without those that have the name of one of `own`: that one runs. */
export function announcedIn(state: RoomState | undefined, own: readonly CommandWords[]): CommandWords[] {
  const taken = new Set(own.map(({ name }) => name))
  return (state?.commands ?? [])
    .filter(({ name }) => !taken.has(name))
    .map(({ name, hint, description }) => ({
      name,
      argument: hint && (/^[[<]/.test(hint) ? hint : `<${hint}>`),
      description,
    }))
}
