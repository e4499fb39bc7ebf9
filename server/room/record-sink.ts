// The two places that what an agent says goes to: live parts that devices see at once, and lines that the transcript keeps.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { LivePart } from '../../shared/room-state.ts'
import type { NewLine, TranscriptLog } from '../store/transcript-log.ts'
import type { LiveState } from './live-state.ts'

export interface RecorderParts {
  /** Where it writes; undefined where the agent writes itself and live parts wait for the file's entries. */
  readonly log: Pick<TranscriptLog, 'append'> | undefined
  readonly live: LiveState
  readonly clock: Clock
  readonly limits: Limits
  readonly model: string
  readonly newId: () => string
}

export class RecordSink {
  readonly limits: Limits
  readonly model: string
  readonly #parts: RecorderParts
  #order = 0
  /** The message that is being written and how many blocks of it were seen, so that each has its own index. */
  #message = { id: '', blocks: 0 }

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.limits = parts.limits
    this.model = parts.model
  }

  /** We write the transcript; else the agent does, and what is appended here goes nowhere. */
  get writes(): boolean {
    return this.#parts.log !== undefined
  }

  /** ISO 8601, UTC. */
  get now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }

  newId(): string {
    return this.#parts.newId()
  }

  /** The place of the next live part. */
  nextOrder(): number {
    return ++this.#order
  }

  /** The next block of this message; of the one that is being written where the agent does not say. */
  nextBlock(message: string | undefined): { message: string; block: number } {
    const id = message ?? (this.#message.id !== '' ? this.#message.id : `msg_${this.newId()}`)
    if (this.#message.id !== id) this.#message = { id, blocks: 0 }
    return { message: id, block: this.#message.blocks++ }
  }

  /** What comes next is another message of the model's. */
  endMessage(): void {
    this.#message = { id: '', blocks: 0 }
  }

  append(...lines: readonly NewLine[]): void {
    this.#parts.log?.append(lines)
  }

  part(key: string): LivePart | undefined {
    return this.#parts.live.value.live[key]
  }

  /** The key of the live part for which this is true. */
  keyOf(isIt: (part: LivePart) => boolean): string | undefined {
    return Object.entries(this.#parts.live.value.live).find(([, part]) => isIt(part))?.[0]
  }

  show(key: string, part: LivePart): void {
    this.#parts.live.set({ live: { ...this.#parts.live.value.live, [key]: part } })
  }

  /** A prompt that begins takes the place of everything that was live. */
  showAlone(key: string, part: LivePart): void {
    this.#parts.live.set({ live: { [key]: part } })
  }

  grow(key: string, text: string): void {
    this.#parts.live.append(key, text)
  }

  hide(key: string): void {
    const { [key]: _, ...rest } = this.#parts.live.value.live
    this.#parts.live.set({ live: rest })
  }
}
