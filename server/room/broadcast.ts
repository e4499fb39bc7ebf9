// Frames for every device of a room: made once, sent to all that are live, each in its own time.

import type { ServerFrame } from '../../shared/protocol.ts'

/** A device's place, as far as sending goes. */
export interface Listener {
  /** `droppable` frames may be left out while the device is slow; the next whole state makes up for them. */
  send(text: string, droppable: boolean): void
}

export class Broadcast {
  readonly #listeners = new Set<Listener>()

  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  send(frame: ServerFrame): void {
    if (this.#listeners.size === 0) return
    const text = JSON.stringify(frame)
    const droppable = frame.t === 'delta'
    for (const listener of this.#listeners) listener.send(text, droppable)
  }
}
