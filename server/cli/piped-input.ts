// What was piped into the command, bounded in size, and in time where nothing has to come.

import type { Clock } from '../../shared/clock.ts'
import { CommandFailed } from './failure.ts'

export interface PipedInputOptions {
  readonly input: NodeJS.ReadStream
  /** In UTF-16 units. */
  readonly most: number
  /** How long the first of it is waited for, in milliseconds; undefined for as long as it takes. */
  readonly patience: number | undefined
  readonly clock: Clock
}

/** Empty at a keyboard, and where nothing came; undefined where the patience ended. Throws `CommandFailed`. */
export async function pipedInput({ input, most, patience, clock }: PipedInputOptions): Promise<string | undefined> {
  if (input.isTTY) return ''
  input.setEncoding('utf8')
  let text = ''
  return new Promise((resolve, reject) => {
    const callOff =
      patience === undefined
        ? () => {}
        : clock.after(patience, () => {
            input.pause()
            resolve(undefined)
          })
    input.on('data', (piece: string) => {
      callOff()
      text += piece
      if (text.length <= most) return
      input.destroy()
      reject(
        new CommandFailed(
          `What was piped in is longer than ${most} characters. Shorten it, or name the file in the prompt.`,
          'usage',
        ),
      )
    })
    const end = (): void => {
      callOff()
      resolve(text)
    }
    input.on('end', end)
    // A standard input that was closed or cannot be read is one that nothing comes from.
    input.on('error', end)
  })
}
