// Which process a task's number means, as a text that a record can hold: numbers come back, the moment one began does not.

import { beginningOf, whereIdsHold } from '../agents/process-identity.ts'

/** Undefined where there is no such process. The same text always means the same process, but on Windows, which does not tell. */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'win32') return runs(pid) ? 'running' : undefined
  const began = beginningOf(pid)
  return began && `${whereIdsHold().boot} ${began}`
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
