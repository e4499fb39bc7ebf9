// Who hears of finished tasks: the command of `--notify`, else the config's, else nobody.

import { readConfig } from '../store/config.ts'
import { announced } from '../tasks/announcement.ts'
import type { TaskRecord } from '../tasks/task-records.ts'
import { carryonHome, type Machine } from './machine.ts'

/** Resolves with a sentence where the command did not end well. Throws `StorageFailed` where the config cannot be read. */
export function announcer(
  given: string | undefined,
  machine: Machine,
): (task: TaskRecord) => Promise<string | undefined> {
  const command = given ?? readConfig(carryonHome(machine)).notify
  const { environment, clock, limits } = machine
  return async (task) => (command ? announced(task, { command, environment, clock, limits }) : undefined)
}
