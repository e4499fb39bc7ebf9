// Which room is on the screen: a device may be taken to another one at any time, and that is drawn once all of it is here.

import type { RoomId } from '../../shared/ids.ts'
import type { Connection } from '../connection.ts'

export class ShownRoom {
  #room: RoomId | undefined
  #moved = false

  /** It is not the one that was shown first. */
  get moved(): boolean {
    return this.#moved
  }

  /** `coming` until another room is here whole, `came` once when it is. */
  look({ self, status }: Pick<Connection, 'self' | 'status'>): 'same' | 'coming' | 'came' {
    const room = self?.room
    if (room === undefined || room === this.#room || status.is === 'ended') return 'same'
    const first = this.#room === undefined
    if (!first && status.is !== 'live') return 'coming'
    this.#room = room
    if (first) return 'same'
    this.#moved = true
    return 'came'
  }
}
