// Pictures that go with a prompt: each is a mark in what is being written, and goes with the prompt that holds its mark.

import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { ImageId } from '../../shared/ids.ts'
import { imageTypeOf } from '../../shared/images.ts'
import type { DeviceLimits } from '../../shared/limits.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { uploadImage } from '../upload.ts'
import type { Say } from './access-actions.ts'
import { pathOf, replacedPaths, withHome } from './dropped-paths.ts'
import type { PromptEditor } from './prompt-editor.ts'

export interface AttachedOptions {
  readonly connection: Connection
  readonly limits: Pick<DeviceLimits, 'image' | 'imagePiece' | 'promptImages'>
  readonly editor: PromptEditor
  readonly directory: () => string
  readonly say: Say
}

interface Attached {
  /** As it stands in the text. */
  readonly mark: string
  readonly name: string
  /** Undefined until the host has it whole. */
  image: ImageId | undefined
  /** Resolves once the host has it or has refused it; never rejects. */
  sent: Promise<void>
}

/** How a prompt goes. */
interface Sending {
  readonly send: (images: readonly ImageId[]) => Promise<unknown>
  /** It did not go; `text` is what can be sent another time. */
  readonly failed: (problem: unknown, text: string) => void
}

export class AttachedImages {
  readonly #options: AttachedOptions
  readonly #attached = new Map<string, Attached>()
  /** Those that went with a prompt, which may be taken back. */
  readonly #gone = new Map<ImageId, Attached>()
  /** Never used twice, so that an earlier prompt that is written again takes no other picture along. */
  #count = 0
  /** Prompts whose pictures are on their way; others wait for these, so that none overtakes another. */
  #waiting: Promise<void> | undefined

  constructor(options: AttachedOptions) {
    this.#options = options
  }

  /** What was dropped or pasted, with a mark in place of each path of a picture. */
  dropped(text: string): string {
    if (!this.#options.connection.view.state?.takesImages) return text
    const marked = replacedPaths(text, (path) => {
      const bytes = this.#read(path)
      return bytes instanceof Error ? undefined : this.#attach(path, bytes)
    })
    return marked === undefined ? text : `${marked.trimEnd()} `
  }

  /** Puts a mark for the picture of this path into the text, or says why it cannot go. */
  attach(text: string): void {
    const { connection, directory, editor, say } = this.#options
    const { state } = connection.view
    if (state && !state.takesImages) return say('This agent takes no pictures.', 'warning')
    const path = resolve(directory(), withHome(pathOf(text)))
    const bytes = this.#read(path)
    if (bytes instanceof Error) return this.#refused(nameOf(path), bytes)
    editor.insertTextAtCursor(`${this.#attach(path, bytes)} `)
  }

  /** Sends a prompt with the pictures whose marks are in it: at once, or when the host has them. */
  send(text: string, sending: Sending): void {
    const marks = [...new Set(text.match(/\[Image #\d+\]/g))]
    const images = marks.flatMap((mark) => this.#attached.get(mark) ?? [])
    const go = (): void => this.#send(text, images, sending)
    if (!this.#waiting && images.every(({ image }) => image !== undefined)) return go()
    const waiting = Promise.all([this.#waiting, ...images.map(({ sent }) => sent)]).then(() => {
      if (this.#waiting === waiting) this.#waiting = undefined
      go()
    })
    this.#waiting = waiting
  }

  /** A prompt that is to be sent anew: the text with a mark for each of its pictures, which the host still has. */
  again(text: string, images: readonly ImageId[] = []): string {
    const lost = images.flatMap((image) => {
      const known = this.#gone.get(image)
      const attached = known ?? { mark: this.#newMark(), name: 'the picture', image, sent: Promise.resolve() }
      this.#attached.set(attached.mark, attached)
      return known ? [] : [attached.mark]
    })
    return [text, ...lost].filter((part) => part !== '').join(' ')
  }

  #send(text: string, attached: readonly Attached[], { send, failed }: Sending): void {
    const images = attached.flatMap(({ image }) => image ?? [])
    if (images.length < attached.length) {
      const lost = attached.filter(({ image }) => image === undefined)
      return failed(
        'a picture of it did not get there.',
        lost.reduce((rest, { mark }) => without(mark, rest), text),
      )
    }
    for (const one of attached) {
      this.#attached.delete(one.mark)
      if (one.image !== undefined) this.#gone.set(one.image, one)
    }
    send(images).catch((problem: unknown) => {
      for (const one of attached) this.#attached.set(one.mark, one)
      failed(problem, text)
    })
  }

  /** Its mark; the host gets it meanwhile. */
  #attach(path: string, bytes: Uint8Array): string {
    const { connection, limits, editor } = this.#options
    const attached: Attached = {
      mark: this.#newMark(),
      name: nameOf(path),
      image: undefined,
      sent: Promise.resolve(),
    }
    this.#attached.set(attached.mark, attached)
    const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
    attached.sent = uploadImage({ connection, limits, random }, bytes).then(
      (image) => {
        attached.image = image
      },
      (problem: unknown) => {
        this.#attached.delete(attached.mark)
        const text = editor.getText()
        if (text.includes(attached.mark)) editor.setText(without(attached.mark, text))
        this.#refused(attached.name, problem)
      },
    )
    return attached.mark
  }

  #newMark(): string {
    return `[Image #${++this.#count}]`
  }

  #refused(name: string, problem: unknown): void {
    const why = problem instanceof Error ? problem.message : String(problem)
    this.#options.say(`${name} was not attached: ${why}`, 'warning')
  }

  /** A picture's bytes; else why it can be none. */
  #read(path: string): Uint8Array | Error {
    const { image } = this.#options.limits
    try {
      const file = statSync(path)
      // Whatever else has a path may keep whoever opens it waiting for ever.
      if (!file.isFile()) return new Error('it is no file.')
      if (file.size > image) return new Error(`it is larger than ${Math.floor(image / (1024 * 1024))} MB.`)
      const bytes = readFileSync(path)
      return imageTypeOf(bytes) === undefined ? new Error('it is no PNG, JPEG, GIF or WebP.') : bytes
    } catch (problem) {
      return problem instanceof Error ? problem : new Error(String(problem))
    }
  }
}

const nameOf = (path: string): string => plainLine(basename(path))

const without = (mark: string, text: string): string => text.replace(`${mark} `, '').replace(mark, '')
