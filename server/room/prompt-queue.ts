// Prompts that wait for the agent: taken in once each, put into other words, withdrawn, held over a restart.

import type { Clock } from '../../shared/clock.ts'
import type { Person } from '../../shared/entries.ts'
import type { CallId, ImageId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { QueuedPrompt } from '../../shared/room-state.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { Images } from './images.ts'
import type { LiveState } from './live-state.ts'
import { restoredPrompts } from './restored-prompts.ts'

export interface QueueParts {
  readonly history: History
  readonly live: LiveState
  readonly limits: Limits
  readonly clock: Clock
  readonly images: Images
}

const noPictures = 'This agent takes no pictures. Send the message without, or name the file in it.'

export class PromptQueue {
  readonly #parts: QueueParts
  #order = 0
  /** Every prompt this room ever accepted, so that one sent twice is taken once. */
  readonly #accepted: Set<CallId>
  /** Whose turn it is. */
  #begun: QueuedPrompt | undefined

  /** After a restart what was accepted is held, what had begun is shown as interrupted; neither goes by itself. */
  constructor(parts: QueueParts) {
    this.#parts = parts
    const { history, live } = parts
    const { accepted, open, untold } = restoredPrompts(history.journal.records())
    this.#accepted = new Set(accepted)
    this.#order = Math.max(0, ...open.map(({ order }) => order))
    for (const id of untold) history.note({ t: 'ended', id, outcome: 'interrupted' })
    live.set({ queue: Object.fromEntries(open.map((prompt) => [prompt.id, prompt])) })
    this.#sweepImages()
  }

  /** The next that may go. */
  get first(): QueuedPrompt | undefined {
    const waiting = Object.values(this.#parts.live.value.queue).filter(({ standing }) => standing === 'queued')
    return waiting.sort((a, b) => a.order - b.order)[0]
  }

  /**
   * Takes a prompt in, on the disk with the next sync. The same id again changes nothing. `takesImages` is undefined
   * where no agent is there that could tell. Throws `CallRefused`.
   */
  accept(id: CallId, text: string, by: Person, images: readonly ImageId[], takesImages: boolean | undefined): void {
    if (this.#accepted.has(id)) return
    const { limits, history, live, clock } = this.#parts
    this.#fits(text, images)
    if (images.length > 0) {
      if (takesImages === false) throw new CallRefused('unavailable', noPictures)
      this.#parts.images.mustHave(images)
    }
    if (Object.keys(live.value.queue).length >= limits.queue) {
      throw new CallRefused(
        'queue_full',
        `${limits.queue} messages are waiting already; wait for one to run or withdraw one.`,
      )
    }
    const shown = images.length > 0 ? images : undefined
    history.note({ t: 'prompt', id, text, images: shown, by })
    this.#accepted.add(id)
    const at = new Date(clock.now()).toISOString()
    this.#put({ id, order: ++this.#order, text, by, at, images: shown, standing: 'queued' })
  }

  async withdraw(id: CallId, by: Person, keepImages = false): Promise<void> {
    const { images = [] } = this.#waiting(id)
    this.#parts.history.note({ t: 'withdrawn', id, by })
    this.take(id)
    if (!keepImages) this.#parts.images.forget(images)
    await this.#parts.history.sync()
  }

  /** Gives a waiting prompt another text, under the id of the call that asked for it; from then on it is that person's. */
  async amend(id: CallId, text: string, as: CallId, by: Person): Promise<void> {
    if (!this.#accepted.has(as)) {
      const prompt = this.#waiting(id)
      this.#fits(text, prompt.images)
      if (prompt.standing === 'interrupted') {
        throw new CallRefused(
          'unavailable',
          'That message may have begun as it was. Withdraw it, and send the new words as a message of their own.',
        )
      }
      this.#parts.history.note({ t: 'amended', id, as, text, by })
      this.#accepted.add(as)
      this.#put({ ...prompt, text, by })
    }
    await this.#parts.history.sync()
  }

  /** A held or interrupted prompt may go after all, under the id of the call that asked for it; written like `accept`. */
  release(id: CallId, as: CallId, by: Person): void {
    const prompt = this.#waiting(id)
    if (prompt.standing === 'queued') return
    this.#parts.history.note({ t: 'released', id, as, by })
    this.take(id)
    this.#accepted.add(as)
    this.#put({ ...prompt, id: as, order: ++this.#order, standing: 'queued' })
  }

  /** What waits goes only once somebody says so. False where nothing does. */
  hold(): boolean {
    const { queue } = this.#parts.live.value
    const queued = Object.values(queue).filter(({ standing }) => standing === 'queued')
    const held = queued.map((prompt): QueuedPrompt => ({ ...prompt, standing: 'held' }))
    this.#parts.live.set({ queue: { ...queue, ...Object.fromEntries(held.map((prompt) => [prompt.id, prompt])) } })
    return held.length > 0
  }

  /** It waits no more. */
  take(id: CallId): void {
    const { [id]: _, ...rest } = this.#parts.live.value.queue
    this.#parts.live.set({ queue: rest })
  }

  /** What goes with a prompt that begins, or why it cannot. */
  pictures(prompt: QueuedPrompt, takesImages: boolean): { images: readonly Image[]; lacking?: Error } {
    this.#begun = prompt
    const { images = [] } = prompt
    if (images.length > 0 && !takesImages) return { images: [], lacking: new Error(noPictures) }
    try {
      return { images: this.#parts.images.read(images) }
    } catch (error) {
      return { images: [], lacking: error instanceof Error ? error : new Error(String(error)) }
    }
  }

  /** Of a prompt that waits or runs: the transcript may not have it yet. */
  picture(of: string, index: number): Image | undefined {
    const waiting = this.#parts.live.value.queue
    const prompt = this.#begun?.id === of ? this.#begun : Object.hasOwn(waiting, of) ? waiting[of as CallId] : undefined
    const id = prompt?.images?.[index]
    try {
      return id && this.#parts.images.read([id])[0]
    } catch {
      return undefined
    }
  }

  /** Its turn is over. */
  ended({ images = [] }: QueuedPrompt): void {
    this.#begun = undefined
    this.#parts.images.forget(images)
    this.#sweepImages()
  }

  #fits(text: string, images: readonly ImageId[] = []): void {
    const { limits } = this.#parts
    if (text.trim() === '' && images.length === 0)
      throw new CallRefused('bad_request', 'There is nothing in that message; write something first.')
    if (text.length > limits.prompt) {
      throw new CallRefused(
        'too_large',
        `That message is longer than ${limits.prompt} characters; shorten it, or put it in a file.`,
      )
    }
  }

  #waiting(id: CallId): QueuedPrompt {
    const prompt = this.#parts.live.value.queue[id]
    if (!prompt)
      throw new CallRefused('not_found', 'That message is not waiting any more; it has been sent or withdrawn.')
    return prompt
  }

  #put(prompt: QueuedPrompt): void {
    this.#parts.live.set({ queue: { ...this.#parts.live.value.queue, [prompt.id]: prompt } })
  }

  /** A host may run for weeks: what nobody sent goes now and then. */
  #sweepImages(): void {
    const { live, images, clock } = this.#parts
    const waiting = Object.values(live.value.queue).flatMap((prompt) => prompt.images ?? [])
    images.sweep(waiting, clock.now())
  }
}
