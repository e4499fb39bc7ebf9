// Reads what a host sends. It has proved itself by then, so only the frame's shape is looked at, not all it holds.

import { byeCodes } from '../shared/codes.ts'
import { parsedJson } from '../shared/json.ts'
import type { ServerFrame } from '../shared/protocol.ts'
import { type Fields, fieldsOf, textIn } from './fields.ts'

const kinds: ReadonlySet<string> = new Set<ServerFrame['t']>([
  'challenge',
  'welcome',
  'entries',
  'live',
  'state',
  'delta',
  'result',
  'pong',
  'you',
  'confirm',
  'door',
  'tasks',
  'bye',
])

const longestReason = 1000

/** Undefined for what is no frame; `'unknown'` for one of a later version, to be passed over. */
export function readServerFrame(text: string): ServerFrame | 'unknown' | undefined {
  const frame = fieldsOf(parsedJson(text))
  const kind = textIn(frame, 't')
  if (frame === undefined || kind === undefined) return undefined
  if (!kinds.has(kind)) return 'unknown'
  return kind === 'bye' ? readBye(frame) : (frame as unknown as ServerFrame)
}

/** The only frame that is acted on before the host has proved itself. */
function readBye(frame: Fields): ServerFrame | undefined {
  const code = byeCodes.find((known) => known === frame['code'])
  const reason = textIn(frame, 'reason')
  if (code === undefined || reason === undefined || reason.length > longestReason) return undefined
  return { t: 'bye', code, reason }
}
