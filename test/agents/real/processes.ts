// Which programs still run in an environment that a test made, by the mark that every one of them inherits.

import { readdirSync, readFileSync } from 'node:fs'

/** The command lines of those with this `CLAUDE_CONFIG_DIR` in their environment. */
export function processesIn(configFolder: string): string[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return []
    try {
      const mine = readFileSync(`/proc/${id}/environ`, 'utf8').includes(`CLAUDE_CONFIG_DIR=${configFolder}\0`)
      return mine ? [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')] : []
    } catch {
      return []
    }
  })
}
