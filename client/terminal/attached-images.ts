// Pictures that go with the next prompt: named by their path, read here, sent to the host like any device's.

import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, resolve } from 'node:path'
import type { ImageId } from '../../shared/ids.ts'
import { imageTypeOf } from '../../shared/images.ts'
import type { DeviceLimits } from '../../shared/limits.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { uploadImage } from '../upload.ts'
import type { Say } from './access-actions.ts'

export interface AttachedOptions {
  readonly connection: Connection
  readonly limits: Pick<DeviceLimits, 'image' | 'imagePiece' | 'promptImages'>
  readonly directory: () => string
  readonly say: Say
}

export class AttachedImages {
  readonly #options: AttachedOptions
  #attached: ImageId[] = []

  constructor(options: AttachedOptions) {
    this.#options = options
  }

  /** Those attached so far, which go with the prompt that asks for them. */
  take(): readonly ImageId[] {
    return this.#attached.splice(0)
  }

  /** They did not go after all. */
  giveBack(images: readonly ImageId[]): void {
    this.#attached = [...images, ...this.#attached]
  }

  async attach(path: string): Promise<void> {
    const { connection, limits, say } = this.#options
    const { state } = connection.view
    if (state && !state.takesImages) return say('This agent takes no pictures.', 'warning')
    if (this.#attached.length >= limits.promptImages)
      return say(`A message takes at most ${limits.promptImages} pictures.`, 'warning')
    const name = plainLine(basename(path))
    try {
      const bytes = await this.#read(path)
      const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
      this.#attached.push(await uploadImage({ connection, limits, random }, bytes))
      say(`${name} goes with your next message (${this.#attached.length} so far).`, 'info')
    } catch (problem) {
      say(`${name} was not attached: ${problem instanceof Error ? problem.message : String(problem)}`, 'warning')
    }
  }

  async #read(path: string): Promise<Uint8Array> {
    const { limits, directory } = this.#options
    const whole = resolve(directory(), path.replace(/^~(?=\/)/, homedir()))
    const { size } = await stat(whole)
    if (size > limits.image) throw new Error(`it is larger than ${Math.floor(limits.image / (1024 * 1024))} MB.`)
    const bytes = await readFile(whole)
    if (imageTypeOf(bytes) === undefined) throw new Error('it is no PNG, JPEG, GIF or WebP.')
    return bytes
  }
}

/** A path as a terminal pastes a dropped file: quoted, or with its spaces escaped. */
export const droppedPath = (text: string): string => {
  const quoted = /^(['"])(.*)\1$/.exec(text.trim())
  return quoted?.[2] ?? text.trim().replace(/\\(.)/g, '$1')
}
