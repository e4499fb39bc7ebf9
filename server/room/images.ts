// Pictures on their way from a device to the agent: taken in by pieces, kept until their prompt's turn is over.

import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageId } from '../../shared/ids.ts'
import { type Image, imageTypeOf } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import { CallRefused } from './call-refused.ts'

type ImageLimits = Pick<Limits, 'image' | 'sessionImages' | 'promptImages' | 'unusedImage'>

export class Images {
  readonly #folder: string
  readonly #limits: ImageLimits

  /** Of one room; the folder is made with the first picture. */
  constructor(folder: string, limits: ImageLimits) {
    this.#folder = folder
    this.#limits = limits
  }

  /**
   * Takes in bytes of a picture of `size` bytes from `at` on; resolves with how many are here, from where the device goes
   * on. A piece that is here already changes nothing. Throws `CallRefused`.
   */
  take(id: ImageId, size: number, at: number, bytes: Buffer): number {
    const whole = sizeOf(this.#path(id))
    if (whole !== undefined) return whole
    if (size > this.#limits.image) {
      const most = Math.floor(this.#limits.image / (1024 * 1024))
      throw new CallRefused('too_large', `That picture is larger than ${most} MB; send a smaller one.`)
    }
    const part = `${this.#path(id)}.part`
    const have = sizeOf(part) ?? 0
    if (this.#held() - have + size > this.#limits.sessionImages) {
      throw new CallRefused(
        'too_large',
        'This session holds too many pictures already; wait until some have been sent.',
      )
    }
    const added = bytes.subarray(Math.max(0, have - at), Math.max(0, size - at))
    if (at > have || added.length === 0) return have
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    appendFileSync(part, added, { mode: 0o600 })
    if (have + added.length < size) return have + added.length
    this.#complete(part, id)
    return size
  }

  /** Throws `CallRefused` where one of them is not here whole. */
  mustHave(ids: readonly ImageId[]): void {
    const { promptImages } = this.#limits
    if (ids.length > promptImages)
      throw new CallRefused('too_large', `A message takes at most ${promptImages} pictures; leave some out.`)
    if (ids.some((id) => sizeOf(this.#path(id)) === undefined))
      throw new CallRefused('not_found', 'A picture of that message is not here any more; choose it again.')
  }

  /** Throws a sentence where one is gone. */
  read(ids: readonly ImageId[]): Image[] {
    return ids.map((id) => {
      const bytes = bytesOf(this.#path(id))
      const type = bytes && imageTypeOf(bytes)
      if (!bytes || !type)
        throw new Error('A picture of this message is not here any more. Send it again with the picture.')
      return { type, data: bytes.toString('base64') }
    })
  }

  /** Their turn is over: what was said with them is in the transcript. */
  forget(ids: readonly ImageId[]): void {
    for (const id of ids) rmSync(this.#path(id), { force: true })
  }

  /** Takes away what no prompt waits for and nobody has sent for long. */
  sweep(waiting: readonly ImageId[], now: number): void {
    for (const name of this.#names()) {
      if (waiting.some((id) => id === name)) continue
      const path = join(this.#folder, name)
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: now }
      if (now - mtimeMs > this.#limits.unusedImage) rmSync(path, { force: true })
    }
  }

  #complete(part: string, id: ImageId): void {
    if (imageTypeOf(readFileSync(part)) === undefined) {
      rmSync(part, { force: true })
      throw new CallRefused('bad_request', 'That is no picture that agents take: send a PNG, JPEG, GIF or WebP.')
    }
    renameSync(part, this.#path(id))
  }

  #held(): number {
    return this.#names().reduce((sum, name) => sum + (sizeOf(join(this.#folder, name)) ?? 0), 0)
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder)
    } catch {
      return []
    }
  }

  /** The id is a device's random one, and of letters, digits and dashes only. */
  #path(id: ImageId): string {
    return join(this.#folder, id)
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
