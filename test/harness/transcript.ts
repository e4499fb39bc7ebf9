// Reads what a transcript file says, in the plainest way and without any of carryon's own code: what tests compare with.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that was said, in the order of the file. */
export type Said =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'tool'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: 'result'; readonly of: string; readonly text: string; readonly failed: boolean }

interface Block {
  readonly type: string
  readonly text?: string
  readonly id?: string
  readonly name?: string
  readonly input?: unknown
  readonly tool_use_id?: string
  readonly content?: string | readonly Block[]
  readonly is_error?: boolean
}

interface Line {
  readonly type: string
  readonly uuid?: string
  readonly parentUuid?: string | null
  readonly isSidechain?: boolean
  readonly isMeta?: boolean
  readonly message?: { readonly content: string | readonly Block[] }
}

/** Every transcript under a configuration folder. */
export function transcriptsIn(configFolder: string): string[] {
  const files = readdirSync(join(configFolder, 'projects'), { recursive: true, encoding: 'utf8' })
  return files.filter((name) => name.endsWith('.jsonl')).map((name) => join(configFolder, 'projects', name))
}

/** What the file says; throws where a line is torn or two lines share a uuid, or a line's parent is not before it. */
export function saidIn(path: string): Said[] {
  const text = readFileSync(path, 'utf8')
  if (text !== '' && !text.endsWith('\n')) throw new Error(`${path} ends in a torn line.`)
  const known = new Set<string>()
  const said: Said[] = []
  for (const row of text.split('\n').filter((row) => row !== '')) {
    const line: Line = JSON.parse(row)
    if (line.uuid !== undefined) {
      if (known.has(line.uuid)) throw new Error(`${path} holds ${line.uuid} twice.`)
      if (line.parentUuid && !known.has(line.parentUuid)) throw new Error(`${path}: ${line.uuid} follows nothing.`)
      known.add(line.uuid)
    }
    if (!line.message || line.isSidechain || line.isMeta) continue
    said.push(...blocksOf(line.message.content).flatMap((block) => saidBy(line.type, block)))
  }
  return said
}

function saidBy(type: string, block: Block): Said[] {
  switch (block.type) {
    case 'text':
      return [{ kind: type === 'user' ? 'prompt' : 'reply', text: block.text ?? '' }]
    case 'tool_use':
      return [{ kind: 'tool', id: block.id ?? '', name: block.name ?? '', input: block.input }]
    case 'tool_result': {
      const parts = blocksOf(block.content ?? '').map((part) => part.text ?? '')
      return [{ kind: 'result', of: block.tool_use_id ?? '', text: parts.join('\n'), failed: block.is_error === true }]
    }
    default:
      return []
  }
}

function blocksOf(content: string | readonly Block[]): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}
