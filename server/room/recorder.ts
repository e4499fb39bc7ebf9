// Turns what an agent says into the live parts that devices see at once and the lines that the transcript keeps.

import type { PlanItem } from '../../shared/agent-board.ts'
import type { Spent } from '../../shared/cost.ts'
import type { Entry } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { Image } from '../../shared/images.ts'
import { type AskedCall, livePromptKey, liveToolKey, type QueuedPrompt } from '../../shared/room-state.ts'
import type { FileInCall } from '../store/transcript-log.ts'
import type { AgentToolUpdate, AgentUpdate } from './agent.ts'
import { type RecorderParts, RecordSink } from './record-sink.ts'
import { todoInput } from './recorded-plan.ts'
import { RecordedText } from './recorded-text.ts'
import { RecordedTools } from './recorded-tools.ts'

export class Recorder {
  readonly #sink: RecordSink
  readonly #text: RecordedText
  readonly #tools: RecordedTools
  /** What the turn that ends took. */
  #spent: readonly Spent[] | undefined

  constructor(parts: RecorderParts) {
    this.#sink = new RecordSink(parts)
    this.#text = new RecordedText(this.#sink)
    this.#tools = new RecordedTools(this.#sink, () => this.#text.close())
  }

  /** It writes the transcript; else the agent does. */
  get writes(): boolean {
    return this.#sink.writes
  }

  /** A prompt goes to the agent. What the turn before has left on the screen goes with that. */
  begin({ id, text }: Pick<QueuedPrompt, 'id' | 'text'>, images: readonly Image[]): void {
    this.#tools.leaveRunning('It still ran when the next prompt came.')
    if (this.writes) return this.#sink.append({ kind: 'prompt', uuid: id, text, images })
    this.#text.forget()
    const place = { order: this.#sink.nextOrder(), at: this.#sink.now }
    this.#sink.showAlone(livePromptKey(id), { kind: 'prompt', ...place, id, text, images: images.length || undefined })
  }

  /** Entries came that the agent wrote: what was live of them gives way. */
  arrived(entries: readonly Entry[]): void {
    if (this.writes) return
    for (const entry of entries) {
      const key = this.#keyOf(entry)
      if (key !== undefined) this.#sink.hide(key)
    }
  }

  #keyOf(entry: Entry): string | undefined {
    switch (entry.kind) {
      case 'prompt':
        return livePromptKey(entry.id)
      case 'reply':
      case 'thought':
        return this.#text.replacedBy(entry.kind, entry.message)
      case 'result':
        this.#tools.answered(entry.of)
        return liveToolKey(entry.of)
      case 'notice':
        // An error is told as a reply while it is live, and is a notice in the file.
        return this.#sink.keyOf((part) => part.kind === 'reply' && part.text.trim() === entry.text.trim())
      default:
        return undefined
    }
  }

  /** Whether this is the beginning of something, and no late word on what was said or done before. */
  begins(update: AgentUpdate): boolean {
    switch (update.is) {
      case 'text':
        return update.text !== ''
      case 'tool':
        return this.#tools.begins(update)
      default:
        return false
    }
  }

  /** A tool call of the turn that runs has not answered yet. */
  get busy(): boolean {
    return this.#tools.busy
  }

  update(update: AgentUpdate): void {
    if (update.is === 'text') this.#text.write(update.kind, update.message, update.text)
    else if (update.is === 'tool') this.tool(update)
    else if (update.is === 'spent') this.#spent = update.spent
    else if (update.is === 'compacting' && update.summary) this.#summedUp(update.summary)
  }

  /** The agent goes on with a summary alone, and so does whoever comes after it. */
  #summedUp(text: string): void {
    if (!this.writes) return
    this.#text.close()
    this.#tools.leaveRunning('It still ran when the conversation was summed up.')
    this.#sink.append({ kind: 'boundary', made: 'summary' }, { kind: 'summary', made: 'summary', text })
    this.#sink.endMessage()
  }

  tool(update: AgentToolUpdate): void {
    this.#tools.take(update)
  }

  /** A person is asked about this call: it is in the transcript first. */
  asked(update: AgentToolUpdate): AskedCall | undefined {
    return this.#tools.asked(update)
  }

  /** What a call that has not answered would change in files. */
  changes(call: string): readonly FileChange[] | undefined {
    return this.#tools.changes(call)
  }

  /** The same of one file, of at most `most` units. */
  diff(of: FileInCall, most: number): FileChange | undefined {
    return this.#tools.diff(of, most)
  }

  /**
   * The turn is over: whatever is open is written as far as it came. With `outlasting` a call that runs may run on, until
   * it answers or the next prompt comes; one in a transcript of the agent's own is the agent's to end.
   */
  end(reason: string, outlasting = false): void {
    this.#text.close(this.#spent)
    this.#spent = undefined
    this.#tools.end(reason, outlasting)
    this.#sink.endMessage()
  }

  /** What the agent meant to do when its turn ended; one that writes its transcript writes that, too. */
  planned(items: readonly PlanItem[]): void {
    if (!this.writes) return
    const id = `plan_${this.#sink.newId()}`
    const { message } = this.#sink.nextBlock(undefined)
    const done = items.filter(({ standing }) => standing === 'done').length
    const { model } = this.#sink
    this.#sink.append({ kind: 'tool', message, model, id, name: 'TodoWrite', input: todoInput(items) })
    this.#sink.append({ kind: 'result', of: id, text: `${done} of ${items.length} done.`, failed: false })
  }
}
