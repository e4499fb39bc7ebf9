// Who hears of what is finished, or waits for somebody: the command of `--notify`, else the config's, else nobody.

import { readConfig } from '../store/config.ts'
import { announced, type Finished } from '../tasks/announcement.ts'
import { carryonHome, type Machine } from './machine.ts'

/**
 * An empty command is nobody, whatever the config says. Resolves with a sentence where the command did not end well.
 * Throws `StorageFailed` where the config cannot be read.
 */
export function announcer(
  given: string | undefined,
  machine: Machine,
): (task: Finished) => Promise<string | undefined> {
  const command = given ?? readConfig(carryonHome(machine)).notify
  const { environment, clock, limits } = machine
  return async (task) => (command ? announced(task, { command, environment, clock, limits }) : undefined)
}
