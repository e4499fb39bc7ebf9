// Subagents' own transcripts, in the session's folder beside its file.

import fs from 'node:fs'
import path from 'node:path'
import { statOf } from './file-stat.ts'
import { isId } from './message-marks.ts'
import { parsedRecord, textOf } from './record.ts'
import type { SessionFile } from './session-folders.ts'

export interface SubagentFile {
  readonly agent: string
  readonly path: string
}

/** Wherever below `subagents` they are; workflows have folders of their own. */
export function subagentFiles(session: Pick<SessionFile, 'path'>): SubagentFile[] {
  const own = session.path.slice(0, -'.jsonl'.length)
  const folder = path.join(own, 'subagents')
  // A link may lead out of the store.
  if (![own, folder].every((one) => statOf(one)?.isDirectory())) return []
  return filesBelow(folder).flatMap((file) => {
    const agent = /^agent-(.*)\.jsonl$/.exec(path.basename(file))?.[1]
    return agent ? [{ agent, path: file }] : []
  })
}

function filesBelow(folder: string): string[] {
  let entries: fs.Dirent[]
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const below = path.join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(below)
    return entry.isFile() ? [below] : []
  })
}

/** Who started it, from the note beside its transcript. */
export function subagentParents(file: SubagentFile): {
  readonly toolUse: string | null
  readonly agent: string | null
} {
  try {
    const note = parsedRecord(fs.readFileSync(file.path.replace(/\.jsonl$/, '.meta.json')))
    const [toolUse, agent] = [textOf(note?.['toolUseId']) ?? '', textOf(note?.['parentAgentId']) ?? '']
    return { toolUse: isId(toolUse) ? toolUse : null, agent: /^[\w-]{1,128}$/.test(agent) ? agent : null }
  } catch {
    return { toolUse: null, agent: null }
  }
}
