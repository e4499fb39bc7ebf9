// The conversation so far as a text, for an agent that was not there: the newest of it, as much as fits.

import type { Entry } from '../../shared/entries.ts'
import { withPictureCount } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { TranscriptLog } from '../store/transcript-log.ts'

/** No single text takes more than this many units of what the agent is told. */
const mostOfOne = 4000

/** Undefined where nothing was said. */
export function soFar(log: TranscriptLog, limits: Pick<Limits, 'pageMost' | 'context'>): string | undefined {
  const said: string[] = []
  let units = 0
  let before: number | undefined
  let cut = false
  read: for (;;) {
    const page = log.page(before, limits.pageMost)
    for (const entry of page.entries.toReversed()) {
      // What stands before a boundary is in the summary after it.
      if (entry.kind === 'boundary' && said.length > 0) break read
      const line = lineOf(entry)
      if (line === undefined) continue
      units += line.length
      cut = units > limits.context
      if (cut) break read
      said.push(line)
    }
    if (page.before === null) break
    before = page.before
  }
  if (said.length === 0) return undefined
  const beginning = cut ? 'The end of the conversation so far' : 'The conversation so far'
  const how = 'which this user had in this directory before you came. Go on from it; do not answer it again.'
  return `${beginning}, ${how}\n\n${said.reverse().join('\n\n')}`
}

function lineOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'prompt':
      return `User: ${shortened(withPictureCount(entry))}`
    case 'reply':
      return `Assistant: ${shortened(entry.text)}`
    case 'tool':
      return `Tool ${entry.name}: ${shortened(entry.title)}`
    case 'result':
      return `Result: ${shortened(withPictureCount(entry))}`
    case 'notice':
      return entry.summary ? entry.text : undefined
    default:
      return undefined
  }
}

const shortened = (text: string): string =>
  text.length <= mostOfOne ? text : `${text.slice(0, mostOfOne / 2)}\n…\n${text.slice(-mostOfOne / 2)}`
