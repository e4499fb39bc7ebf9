// What a device command is: typed as `/name argument` in a terminal or on a phone, run by that device through its connection.

import { mayAct, type Role } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room-state.ts'
import type { Connection } from '../connection.ts'

/** Shows a note on this device alone; several lines are kept until they are read. */
type Say = (text: string, tone?: 'info' | 'warning') => void

/** What a list shows of a command. */
export interface CommandWords {
  readonly name: string
  /** What may follow, as shown: "[view|approve|drive]". */
  readonly argument?: string
  readonly description: string
  /** What may follow, to be completed; undefined until the state is known. */
  choices?(state: RoomState | undefined): readonly Choice[]
}

export interface Choice {
  readonly value: string
  readonly description?: string
}

export interface CommandSetting {
  readonly connection: Connection
  readonly say: Say
  /** Lists the computer's sessions to go on with one; `filter` is typed already, `all` is those of all directories. */
  chooseSession(filter: string, all: boolean): void
  /** Shows what runs beside the session; where a device has no place for that it is said. */
  showTasks?(): void
  /** Lets an agent be chosen; where a device has no place for that the agents are said. */
  chooseAgent?(): void
  /** Milliseconds since 1970. */
  now(): number
}

export interface DeviceCommand extends CommandWords {
  /** The least role: a device of less is not offered it. */
  readonly role: Role
  /** Only for devices that may enter every session. */
  readonly reach?: 'host'
  /** What it rejects with is said. `argument` is trimmed. */
  run(here: CommandSetting, argument: string): void | Promise<void>
}

export const offered = (commands: readonly DeviceCommand[], self: Connection['self']): readonly DeviceCommand[] =>
  commands.filter(
    ({ role, reach }) => mayAct(self?.role ?? 'view', role) && (reach === undefined || self?.scope.kind === reach),
  )

/** Runs it and says what went wrong. */
export async function runCommand(command: DeviceCommand, here: CommandSetting, argument: string): Promise<void> {
  try {
    await command.run(here, argument)
  } catch (problem) {
    here.say(`/${command.name}: ${problem instanceof Error ? problem.message : String(problem)}`, 'warning')
  }
}
