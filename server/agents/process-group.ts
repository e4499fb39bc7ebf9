// A child process that leads its own group, so that ending it ends everything it started.

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { Clock } from '../../shared/clock.ts'
import { beginningOf, type ProcessIdentity, strayedFrom } from './process-identity.ts'

/** Between asking a group to end and making it, in milliseconds. */
const grace = 1500
/** Between two looks whether a group is gone. */
const lookAgain = 20

export type SpawnGroup = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess

export const spawnGroup: SpawnGroup = (command, args, options) =>
  // On Windows `detached` would open a console window, and there are no groups to lead.
  spawn(command, args, { ...options, detached: process.platform !== 'win32' })

/** Asks the group to end, and makes it after a grace. Returns a function that calls the second step off. */
export function endGroup(group: number | undefined, clock: Clock): () => void {
  signalGroup(group, 'SIGTERM')
  return clock.after(grace, () => signalGroup(group, 'SIGKILL'))
}

/**
 * The same with all its children, also those that have left the group, and resolves when nothing of them runs any more, or
 * was made to end. `stays` is asked before that last step: a group that is not ours may have taken its number.
 */
export async function endGroupWhole(
  group: number | undefined,
  clock: Clock,
  stays: () => boolean = () => true,
): Promise<void> {
  if (group === undefined) return
  const patience = clock.now() + grace
  const strays = strayedFrom(group)
  const straying = (): ProcessIdentity[] => strays.filter(({ pid, began }) => beginningOf(pid) === began)
  signalGroup(group, 'SIGTERM')
  for (const { pid } of strays) signalled(pid, 'SIGTERM')
  while (groupRuns(group) || straying().length > 0) {
    if (clock.now() >= patience) {
      if (stays()) signalGroup(group, 'SIGKILL')
      for (const { pid } of straying()) signalled(pid, 'SIGKILL')
      return
    }
    await new Promise<void>((resolve) => clock.after(lookAgain, resolve))
  }
}

/** Its leader may be gone long before the rest. */
const groupRuns = (group: number): boolean => signalled(addressOf(group), 0)

export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group !== undefined) signalled(addressOf(group), signal)
}

/** On Windows a process stands for its group. */
const addressOf = (group: number): number => (process.platform === 'win32' ? group : -group)

/** False where there is nobody to hear it. */
function signalled(address: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(address, signal)
  } catch {
    return false
  }
}
