// What is known of a file without opening it; what may not be looked at is as if it were not there.

import fs from 'node:fs'

/** Of a link itself, not of what it leads to. */
export function statOf(path: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
