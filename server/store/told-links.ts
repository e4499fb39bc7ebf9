// A transcript's links with what a message of each is made of: nothing else of their lines is carried along.

import { deliveriesIn, deliveryOf } from './deliveries.ts'
import { type Kept, keptBy } from './kept-messages.ts'
import type { Link } from './link.ts'
import { isQuiet, marksOf, queuedPrompt, saidByOthers } from './message-marks.ts'
import { readLinks } from './read-links.ts'
import { textOf } from './record.ts'
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
  /** Not told in the main conversation, though it is part of the chain. */
  readonly hidden?: boolean
  /** The line itself says how the prompt came, so that its text need not be looked at for that. */
  readonly sourced?: boolean
  /** Where a compaction left messages as they are. */
  readonly kept?: Kept
  /** Of a queued prompt: whether it was given to the model while it worked, where the transcript says so. */
  readonly given?: boolean
}

/** Every link of a transcript, in file order. Throws what the file system throws. */
export async function toldLinks(file: string): Promise<ToldLink[]> {
  const links: ToldLink[] = []
  const queued: [ToldLink, string][] = []
  let last: ToldLink | undefined
  await readLinks(file, (link, line, place) => {
    const { uuid, type, message, answers, calls, across, note, apart } = link
    // Mostly a line follows the one before, in its session: with the very same texts nothing is kept or compared twice.
    const parent = link.parent === last?.uuid ? last?.uuid : link.parent
    const named = textOf(place['sessionId'] ?? line['sessionId']) ?? ''
    const session = last?.session === named ? last.session : named
    const said = type === 'system' ? undefined : line['message']
    const at = textOf(line['timestamp'])
    last = { uuid, parent, type, message, answers, calls, session, said, at }
    const more = type === 'attachment' ? queuedPrompt(line, uuid) : marksOf(line, link)
    const kept = type === 'system' ? keptBy(line) : undefined
    const sourced = type === 'user' && line['promptSource'] !== undefined
    const quiet = type === 'assistant' && line['closesQuietTurn'] === true && isQuiet(said)
    if (across || note || apart || more || kept || sourced || quiet) {
      const meta = line['isMeta'] === true
      const hidden = quiet || ((type === 'attachment' ? more?.is_meta === true : meta) && !saidByOthers(more?.origin))
      Object.assign(last, { across, note, apart, more, meta, hidden, sourced, kept })
    }
    links.push(last)
    const delivery = type === 'attachment' && more ? deliveryOf(line) : undefined
    if (delivery !== undefined) queued.push([last, delivery])
  })
  if (queued.length > 0) markGiven(queued, new Map(deliveriesIn(file)))
  return links
}

/** Of several copies of a prompt the last ones are those that were given. */
function markGiven(queued: readonly (readonly [ToldLink, string])[], left: Map<string, number>): void {
  for (const [link, delivery] of queued.toReversed()) {
    const count = left.get(delivery)
    if (count === undefined) continue
    Object.assign(link, { given: count > 0 })
    left.set(delivery, count - 1)
  }
}
