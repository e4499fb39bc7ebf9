// Prompts of ours in a transcript that the agent writes: the id it gave each of them, and ours, by which devices know it.

import type { Entry } from '../../shared/entries.ts'
import type { CallId } from '../../shared/ids.ts'
import type { JournalRecord } from '../store/journal.ts'

/** A prompt is told by its beginning: the end of a long one is cut out of its entry. */
const telling = 2000

export class PromptNames {
  readonly #ours = new Map<string, CallId>()
  readonly #theirs = new Map<string, string>()
  /** Given to the agent and not in its transcript yet. */
  #expected: { readonly id: CallId; readonly text: string } | undefined

  /** What the journal remembers of it. */
  learn(record: JournalRecord): void {
    if (record.t === 'written') this.name(record)
  }

  /** The prompt of ours is in the transcript as this. */
  name({ id, as }: { readonly id: CallId; readonly as: string }): void {
    this.#ours.set(as, id)
    this.#theirs.set(id, as)
  }

  /** The next prompt in the transcript with this text is ours. */
  expect(id: CallId, text: string): void {
    this.#expected = { id, text: beginningOf(text) }
  }

  /** Whether one of these new entries is the prompt that is expected; then it is expected no more. */
  claim(entries: readonly Entry[]): { readonly id: CallId; readonly as: string } | undefined {
    const expected = this.#expected
    if (!expected) return undefined
    const found = entries.find(
      (entry) => entry.kind === 'prompt' && !this.#ours.has(entry.id) && beginningOf(entry.text) === expected.text,
    )
    if (found?.kind !== 'prompt') return undefined
    this.#expected = undefined
    return { id: expected.id, as: found.id }
  }

  /** The entries under the ids that devices know. */
  named(entries: readonly Entry[]): readonly Entry[] {
    if (this.#ours.size === 0) return entries
    return entries.map((entry) => {
      const id = entry.kind === 'prompt' ? this.#ours.get(entry.id) : undefined
      return id === undefined ? entry : { ...entry, id }
    })
  }

  /** An entry's id as devices know it. */
  oursOf(id: string): string {
    return this.#ours.get(id) ?? id
  }

  /** An entry's id as the transcript has it. */
  theirsOf(id: string): string {
    return this.#theirs.get(id) ?? id
  }
}

const beginningOf = (text: string): string => text.trim().slice(0, telling)
