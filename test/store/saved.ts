// Transcripts put where the library looks for them.

import fs from 'node:fs'
import path from 'node:path'
import { vi } from 'vitest'
import { projectsFolder } from '../../server/store/paths.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { type Line, session, text } from './claude-lines.ts'

/** An empty config folder that both libraries use until the test ends. */
export function sharedConfig(): string {
  const config = temporaryFolder()
  vi.stubEnv('CLAUDE_CONFIG_DIR', config)
  return config
}

export interface Saved {
  readonly id?: string
  /** The project folder's name. */
  readonly project?: string
  /** Seconds since 1970. */
  readonly modified?: number
}

export function save(config: string, lines: string | Buffer | readonly (Line | string)[], more: Saved = {}): string {
  const folder = path.join(projectsFolder(config), more.project ?? '-home-ada-work')
  const file = path.join(folder, `${more.id ?? session}.jsonl`)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(file, typeof lines === 'string' || Buffer.isBuffer(lines) ? lines : text(lines))
  if (more.modified !== undefined) fs.utimesSync(file, more.modified, more.modified)
  return file
}
