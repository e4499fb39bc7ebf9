// An agent that sums up its conversation, by itself or because it was asked to: what the summary says, piece by piece.

import type { SessionUpdate } from '@agentclientprotocol/sdk/unstable'
import type { AgentNews } from '../room/agent-news.ts'
import { textOfBlock } from './updates.ts'

/** Units of a summary that are kept: a longer one would be none. */
const mostKept = 256 * 1024

export class AcpCompactions {
  /** Of those under way, by their ids. */
  readonly #summaries = new Map<string, string>()

  /** Undefined where nothing comes of the update for now, or it is about something else. */
  take(update: SessionUpdate): AgentNews | undefined {
    switch (update.sessionUpdate) {
      case 'compaction_summary_chunk': {
        const known = this.#summaries.get(update.compactionId)
        this.#keep(update.compactionId, (known ?? '') + textOfBlock(update.content))
        return known === undefined ? { is: 'compacting', running: true } : undefined
      }
      case 'compaction_update': {
        const { compactionId, status, summary, error } = update
        if (summary) this.#keep(compactionId, summary.map(textOfBlock).join('\n'))
        if (status === 'in_progress') {
          this.#keep(compactionId, this.#summaries.get(compactionId) ?? '')
          return { is: 'compacting', running: true }
        }
        const text = this.#summaries.get(compactionId)?.trim()
        this.#summaries.delete(compactionId)
        const done = status === 'completed' && text ? { summary: text } : {}
        return { is: 'compacting', running: false, failed: error ?? undefined, ...done }
      }
      default:
        return undefined
    }
  }

  #keep(id: string, text: string): void {
    this.#summaries.set(id, text.slice(0, mostKept))
  }
}
