// What a sub-agent did or a command printed, as lines of text.

import type { AgentWork } from '../../shared/agent-work.ts'
import type { Entry } from '../../shared/entries.ts'
import { withPictureCount } from '../../shared/images.ts'
import type { Connection } from '../connection.ts'
import { plainLine, plainText } from '../plain-text.ts'

/** Lines of one result, and of an output's end. */
const most = { result: 4, output: 40 }

/** Rejects with `CallFailed`. */
export async function workText(connection: Connection, id: string, work: AgentWork): Promise<string> {
  if (work.kind !== 'agent') {
    const { text } = await connection.call('output', { work: id })
    return text.trim() === '' ? 'It has printed nothing so far.' : ending(plainText(text), most.output)
  }
  if (work.call === undefined) return 'Where it was started is not known, so what it did cannot be found.'
  const { entries, before } = await connection.call('within', { of: work.call })
  const lines = entries.flatMap(linesOf)
  return [...(before === null ? [] : ['…']), ...lines].join('\n')
}

function linesOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'prompt':
      return [`> ${plainLine(withPictureCount(entry))}`]
    case 'reply':
      return plainText(entry.text).trimEnd().split('\n')
    case 'tool':
      return [`● ${plainLine(entry.name)}  ${plainLine(entry.title)}`]
    case 'result':
      return beginning(plainText(withPictureCount(entry)), most.result).map((line) => `  ${line}`)
    case 'notice':
    case 'broken':
      return [plainLine(entry.text)]
    case 'thought':
    case 'boundary':
    case 'mark':
      return []
  }
}

function beginning(text: string, count: number): string[] {
  const lines = text.trimEnd().split('\n')
  return lines.length > count ? [...lines.slice(0, count), `… ${lines.length - count} more lines`] : lines
}

function ending(text: string, count: number): string {
  const lines = text.trimEnd().split('\n')
  return (lines.length > count ? [`… ${lines.length - count} lines before`, ...lines.slice(-count)] : lines).join('\n')
}
