// A child process that leads its own group, so that ending it ends everything it started.

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { Clock } from '../../shared/clock.ts'

/** Between asking a group to end and making it, in milliseconds. */
const grace = 1500
/** Between two looks whether a group is gone. */
const lookAgain = 20

export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // On Windows `detached` would open a console window, and there are no groups to lead.
  return spawn(command, args, { ...options, detached: process.platform !== 'win32' })
}

/** Asks the group to end, and makes it after a grace. Returns a function that calls the second step off. */
export function endGroup(child: ChildProcess, clock: Clock): () => void {
  signalGroup(child, 'SIGTERM')
  return clock.after(grace, () => signalGroup(child, 'SIGKILL'))
}

/** The same, and resolves when nothing of the group runs any more, or all of it was made to end. */
export async function endGroupWhole(child: ChildProcess, clock: Clock): Promise<void> {
  const patience = clock.now() + grace
  signalGroup(child, 'SIGTERM')
  while (groupRuns(child)) {
    if (clock.now() >= patience) return signalGroup(child, 'SIGKILL')
    await new Promise<void>((resolve) => clock.after(lookAgain, resolve))
  }
}

/** Its leader may be gone long before the rest. */
function groupRuns(child: ChildProcess): boolean {
  if (child.pid === undefined) return false
  if (process.platform === 'win32') return child.exitCode === null && child.signalCode === null
  try {
    return process.kill(-child.pid, 0)
  } catch {
    return false
  }
}

export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
