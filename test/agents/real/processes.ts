// Which programs still run in an environment that a test made, by the mark that every one of them inherits.

import { readdirSync, readFileSync } from 'node:fs'

/** The command lines of those with this `CLAUDE_CONFIG_DIR` in their environment. */
export const processesIn = (configFolder: string): string[] =>
  processIdsIn(configFolder).flatMap((id) => read(`/proc/${id}/cmdline`)?.replaceAll('\0', ' ') ?? [])

export const processIdsIn = (configFolder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => read(`/proc/${id}/environ`)?.includes(`CLAUDE_CONFIG_DIR=${configFolder}\0`))
    .map(Number)

/** Undefined where it has ended meanwhile, or is nobody's business. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
