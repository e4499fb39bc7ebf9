// Pictures brought from the host: one at a time, each once, and those shown last kept as far as a phone's memory goes.

import type { Connection } from '../../connection.ts'

export interface PicturePlace {
  /** The prompt's id, or that of the tool call that answered with it. */
  readonly of: string
  readonly index: number
}

export class PictureShelf {
  /** In units of all that is kept. */
  readonly #most: number
  /** Those that were shown last stand last. */
  readonly #kept = new Map<string, string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(most: number) {
    this.#most = most
  }

  /** Resolves with a source for an image; undefined where nobody wants it any more. Rejects with `CallFailed`. */
  async bring(connection: Connection, place: PicturePlace, left: AbortSignal): Promise<string | undefined> {
    const key = `${place.index} ${place.of}`
    const turn = this.#turn.then(async () => {
      const source = this.#kept.get(key) ?? (await broughtFrom(connection, place, left))
      if (source !== undefined) this.#keep(key, source)
      return source
    })
    this.#turn = turn.catch(() => {})
    return turn
  }

  #keep(key: string, source: string): void {
    this.#kept.delete(key)
    this.#kept.set(key, source)
    let units = [...this.#kept.values()].reduce((sum, { length }) => sum + length, 0)
    for (const [oldest, { length }] of this.#kept) {
      if (units <= this.#most) return
      this.#kept.delete(oldest)
      units -= length
    }
  }
}

/** As data, which the page's policy allows. */
async function broughtFrom(
  connection: Connection,
  { of, index }: PicturePlace,
  left: AbortSignal,
): Promise<string | undefined> {
  let data = ''
  while (!left.aborted) {
    const piece = await connection.call('picture', { of, index, from: data.length })
    data += piece.data
    if (piece.data === '' || data.length >= piece.total) return `data:${piece.type};base64,${data}`
  }
  return undefined
}
