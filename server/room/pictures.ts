// Pictures on their way back to devices: of prompts that wait or run, and of what stands in the transcript, by pieces.

import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Params, Results } from '../../shared/protocol.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { PromptQueue } from './prompt-queue.ts'

interface PictureParts {
  readonly history: History
  readonly prompts: PromptQueue
  readonly limits: Pick<Limits, 'readPiece'>
}

export class Pictures {
  readonly #parts: PictureParts
  /** The one that was asked for last, until all of it is on its way: to find it again for each piece takes far longer. */
  #held: { readonly key: string; readonly image: Image } | undefined

  constructor(parts: PictureParts) {
    this.#parts = parts
  }

  /** Throws `CallRefused` where there is none. */
  piece({ of, index, from }: Params<'picture'>): Results['picture'] {
    const { history, limits } = this.#parts
    const key = `${history.log.id} ${index} ${of}`
    const image = this.#held?.key === key ? this.#held.image : this.#find(of, index)
    if (!image) throw new CallRefused('not_found', 'That picture is not in this transcript.')
    const { type, data } = image
    const end = from + limits.readPiece
    this.#held = end < data.length ? { key, image } : undefined
    return { type, data: data.slice(from, end), total: data.length }
  }

  #find(of: string, index: number): Image | undefined {
    const { prompts, history } = this.#parts
    return prompts.picture(of, index) ?? history.image(of, index)
  }
}
