// A small file of JSON, read whole.

import { readFileSync } from 'node:fs'

/** Undefined where the file cannot be read, or is no JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
