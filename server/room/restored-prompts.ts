// What the journal of an earlier run says of prompts: which ones were ever accepted, and which of them had not ended.

import type { CallId } from '../../shared/ids.ts'
import type { QueuedPrompt } from '../../shared/room-state.ts'
import type { JournalRecord } from '../store/journal.ts'

interface RestoredPrompts {
  readonly accepted: ReadonlySet<CallId>
  /** What was accepted is held, what had begun is interrupted; in their order. */
  readonly open: readonly QueuedPrompt[]
  /** Interrupted, and the journal does not say so yet. */
  readonly untold: readonly CallId[]
}

export function restoredPrompts(records: readonly JournalRecord[]): RestoredPrompts {
  const accepted = new Set<CallId>()
  const open = new Map<CallId, QueuedPrompt>()
  const told = new Set<CallId>()
  let order = 0
  for (const record of records) {
    switch (record.t) {
      case 'prompt': {
        const { id, text, images, by, at } = record
        accepted.add(id)
        open.set(id, { id, order: ++order, text, images, by, at, standing: 'held' })
        break
      }
      case 'dispatched': {
        const prompt = open.get(record.id)
        if (prompt) open.set(record.id, { ...prompt, standing: 'interrupted' })
        break
      }
      case 'amended': {
        const prompt = open.get(record.id)
        accepted.add(record.as)
        if (prompt) open.set(record.id, { ...prompt, text: record.text, by: record.by })
        break
      }
      case 'released': {
        const prompt = open.get(record.id)
        open.delete(record.id)
        accepted.add(record.as)
        if (prompt) open.set(record.as, { ...prompt, id: record.as, order: ++order, by: record.by, standing: 'held' })
        break
      }
      case 'ended':
        if (record.outcome === 'interrupted') told.add(record.id)
        else open.delete(record.id)
        break
      case 'withdrawn':
        open.delete(record.id)
        break
    }
  }
  const interrupted = [...open.values()].filter(({ standing }) => standing === 'interrupted')
  const untold = interrupted.map(({ id }) => id).filter((id) => !told.has(id))
  return { accepted, open: [...open.values()], untold }
}
