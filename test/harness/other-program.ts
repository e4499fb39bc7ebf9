// Another program that writes into the session's file: it goes on where the conversation ends, or takes it back to before.

import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

interface ChainLine {
  readonly type: string
  readonly uuid: string
}

/** A line said by a person; `back` counts the lines of the conversation that it leaves behind. Nothing where there is none yet. */
export function otherWrites(path: string, text: string, back: number): void {
  const lines = chainIn(path)
  const parent = lines[lines.length - 1 - Math.min(back, lines.length - 1)]
  if (!parent) return
  const line = {
    type: 'user',
    uuid: randomUUID(),
    parentUuid: parent.uuid,
    isSidechain: false,
    userType: 'external',
    cwd: '/p',
    sessionId: basename(path, '.jsonl'),
    version: '2.1.330',
    timestamp: '2026-01-01T00:00:00.000Z',
    message: { role: 'user', content: text },
  }
  appendFileSync(path, `${JSON.stringify(line)}\n`)
}

function chainIn(path: string): ChainLine[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Partial<ChainLine> => JSON.parse(line))
    .filter((line): line is ChainLine => line.uuid !== undefined && (line.type === 'user' || line.type === 'assistant'))
}
