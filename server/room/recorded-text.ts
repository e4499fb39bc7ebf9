// What an agent says and thinks: live while it is being written, block by block in the transcript.

import type { Spent } from '../../shared/cost.ts'
import { liveReplyKey } from '../../shared/room-state.ts'
import { GivesWay } from './gives-way.ts'
import type { RecordSink } from './record-sink.ts'

type TextKind = 'reply' | 'thought'

interface OpenBlock {
  readonly kind: TextKind
  readonly message: string
  readonly block: number
  text: string
}

export class RecordedText {
  readonly #sink: RecordSink
  readonly #givesWay = new GivesWay()
  #open: OpenBlock | undefined

  constructor(sink: RecordSink) {
    this.#sink = sink
  }

  write(kind: TextKind, message: string | undefined, text: string): void {
    if (text === '') return
    const open = this.#continued(kind, message)
    // A flood costs a block at a time; of an agent that writes itself its own file has the rest.
    const { replyBlock } = this.#sink.limits
    if (open.text.length >= replyBlock) return
    open.text += text
    this.#sink.grow(liveReplyKey(open.message, open.block), text)
    if (this.#sink.writes && open.text.length >= replyBlock) this.close()
  }

  /** What the turn took stands with its last words; where there are none, on a line of its own. */
  close(spent?: readonly Spent[]): void {
    const open = this.#open
    this.#open = undefined
    if (spent && !open?.text && this.#sink.writes) this.#sink.append({ kind: 'spent', spent })
    if (!open || !this.#sink.writes) return
    const { kind, message, block, text } = open
    if (text !== '') this.#sink.append({ kind, message, block, model: this.#sink.model, text, spent })
    this.#sink.hide(liveReplyKey(message, block))
  }

  /** An entry of the agent's own file came: the key of the live block that it replaces. */
  replacedBy(kind: TextKind, message: string): string | undefined {
    return this.#givesWay.arrives(kind, message)
  }

  /** What comes next belongs to other messages. */
  forget(): void {
    this.#givesWay.forget()
  }

  #continued(kind: TextKind, message: string | undefined): OpenBlock {
    const open = this.#open
    if (open && open.kind === kind && (message === undefined || message === open.message)) return open
    if (open) this.close()
    const place = this.#sink.nextBlock(message)
    const key = liveReplyKey(place.message, place.block)
    const begun = { kind, ...place, text: '' }
    this.#open = begun
    // The transcript may have it before its first word was heard.
    if (this.#givesWay.begins(kind, place.message, key))
      this.#sink.show(key, { kind, order: this.#sink.nextOrder(), ...place, text: '' })
    return begun
  }
}
