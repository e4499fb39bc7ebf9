// Which process a number means: numbers come back, the moment one began does not.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Undefined where there is no such process. The same text always means the same process. */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return linuxStart(pid)
    if (process.platform === 'win32') return process.kill(pid, 0) ? 'running' : undefined
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** Ticks since the machine started, and which start of the machine that was. */
function linuxStart(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name stands in brackets and may hold anything, brackets too.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return state === 'Z' || state === 'X' ? undefined : `${boot} ${fields[18]}`
}
