// Which room is on the screen: a device may be taken to another one at any time, and that is drawn once all of it is here.

import type { RoomId, TranscriptId } from '../../shared/ids.ts'
import type { Connection } from '../connection.ts'

export class ShownRoom {
  #room: RoomId | undefined
  #moved = false
  #transcript: TranscriptId | undefined
  /** Something of it has been shown. */
  #said = false

  /** It is not the one that was shown first. */
  get moved(): boolean {
    return this.#moved
  }

  /** `coming` until another room is here whole, `came` once when it is; `fresh` once where this one's conversation is another. */
  look({ self, status, view }: Pick<Connection, 'self' | 'status' | 'view'>): 'same' | 'coming' | 'came' | 'fresh' {
    const isFresh = this.#turns(view)
    const room = self?.room
    if (room !== undefined && room === this.#room && isFresh) return 'fresh'
    if (room === undefined || room === this.#room || status.is === 'ended') return 'same'
    const first = this.#room === undefined
    if (!first && status.is !== 'live') return 'coming'
    this.#room = room
    if (first) return 'same'
    this.#moved = true
    return 'came'
  }

  #turns({ position, entries }: Connection['view']): boolean {
    if (!position) return false
    const isOther = this.#said && position.transcript !== this.#transcript
    this.#transcript = position.transcript
    this.#said = entries.length > 0
    return isOther
  }
}
