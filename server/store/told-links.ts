// A transcript's links with what a message of each is made of: nothing else of their lines is carried along.

import { type Kept, keptBy } from './kept-messages.ts'
import type { Link } from './link.ts'
import { readLinks } from './read-links.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'
import type { SessionMessage } from './session-messages.ts'

export interface ToldLink extends Link {
  readonly session: string
  /** The message as the model's API has it; undefined for the system's. */
  readonly said: unknown
  /** ISO 8601. */
  readonly at: string | undefined
  /** What few messages have besides; an attachment without is not told. */
  readonly more?: Partial<SessionMessage>
  /** Written by a program in a person's name. */
  readonly meta?: boolean
  /** Where a compaction left messages as they are. */
  readonly kept?: Kept
}

/** Every link of a transcript, in file order. Throws what the file system throws. */
export async function toldLinks(file: string): Promise<ToldLink[]> {
  const links: ToldLink[] = []
  let last: ToldLink | undefined
  await readLinks(file, (link, line, place) => {
    const { uuid, type, message, answers, across, note, apart } = link
    // Mostly a line follows the one before, in its session: with the very same texts nothing is kept or compared twice.
    const parent = link.parent === last?.uuid ? last?.uuid : link.parent
    const named = textOf(place['sessionId'] ?? line['sessionId']) ?? ''
    const session = last?.session === named ? last.session : named
    const said = type === 'system' ? undefined : line['message']
    last = { uuid, parent, type, message, answers, session, said, at: textOf(line['timestamp']) }
    const more = moreOf(link, line)
    const kept = keptBy(line)
    if (across || note || apart || more || kept) {
      const meta = line['isMeta'] === true
      Object.assign(last, { across, note, apart, more, meta, kept })
    }
    links.push(last)
  })
  return links
}

function moreOf({ type, uuid }: Link, line: JsonRecord): Partial<SessionMessage> | undefined {
  if (type === 'attachment') return queuedPrompt(line, uuid)
  const { isCompactSummary, isMeta, isVisibleInTranscriptOnly, isQueuedCommand, origin } = line
  if (!isCompactSummary && !isMeta && !isVisibleInTranscriptOnly && !isQueuedCommand && origin === undefined) {
    return undefined
  }
  return {
    ...(isCompactSummary === true && { isCompactSummary }),
    ...((isMeta === true || isVisibleInTranscriptOnly === true) && { is_meta: true }),
    ...(isQueuedCommand === true && { isQueuedCommand }),
    ...(origin !== undefined && { origin }),
  }
}

/** A prompt typed while Claude worked is kept as an attachment and told as the user's message. */
function queuedPrompt(line: JsonRecord, uuid: string): Partial<SessionMessage> | undefined {
  const attachment = isRecord(line['attachment']) ? line['attachment'] : {}
  const content = attachment['prompt']
  if (attachment['type'] !== 'queued_command' || !(typeof content === 'string' || Array.isArray(content)))
    return undefined
  const mode = attachment['commandMode']
  const origin = attachment['origin'] ?? (mode === 'task-notification' ? { kind: mode } : undefined)
  const marked = line['isMeta'] === true || line['isVisibleInTranscriptOnly'] === true
  return {
    uuid: textOf(attachment['source_uuid']) ?? uuid,
    message: { role: 'user', content },
    isQueuedCommand: true,
    ...((marked || attachment['isMeta'] === true) && { is_meta: true }),
    ...(origin !== undefined && { origin }),
  }
}
