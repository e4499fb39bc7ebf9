// Whether a process still runs; one that has ended and that nobody has asked about yet does not.

import { readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
