// Which queued prompts were given to the model while it worked, where Claude Code says so.

import { bookkeeping } from './bookkeeping.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'

/** What a queued prompt is called where its delivery is told of; undefined for one that is told of nowhere. */
export function deliveryOf({ attachment }: JsonRecord): string | undefined {
  return isRecord(attachment) ? named(attachment['delivery_id'], attachment['source_uuid']) : undefined
}

/** By that name, how often it was given. Throws what the file system throws. */
export function deliveriesIn(path: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const line of bookkeeping(path, ['queue-operation'])) {
    if (line['operation'] !== 'remove' || line['reason'] !== 'absorbed_mid_turn') continue
    const name = named(line['deliveryId'], line['commandUuid'])
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

function named(delivery: unknown, prompt: unknown): string | undefined {
  if (textOf(delivery)) return `delivery ${delivery}`
  return textOf(prompt) ? `prompt ${prompt}` : undefined
}
