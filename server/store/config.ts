// What the user has set for all sessions: `CARRYON_HOME/config.json`, written by hand, read at every start.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { StorageFailed, systemCode } from './storage-failed.ts'

const configSchema = v.object({
  /** The agent of new sessions, as `--agent` takes it. */
  agent: v.optional(v.pipe(v.string(), v.nonEmpty())),
})
export type Config = v.InferOutput<typeof configSchema>

/** Throws `StorageFailed` where the file is there and cannot be used: a setting is never silently passed over. */
export function readConfig(home: string): Config {
  const path = join(home, 'config.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return {}
    throw new StorageFailed('refused', `${path} cannot be read. Make it readable, or take it away.`)
  }
  const config = v.safeParse(configSchema, parsedJson(text))
  if (config.success) return config.output
  throw new StorageFailed(
    'refused',
    `${path} is not as it should be, for example {"agent": "claude"}. Correct it, or take it away.`,
  )
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
