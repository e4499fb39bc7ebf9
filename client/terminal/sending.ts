// A message on its way to the agent, with what goes along: pictures, and what was run here.

import type { Connection } from '../connection.ts'
import type { AttachedImages } from './attached-images.ts'
import type { OwnCommands, Ran } from './own-commands.ts'
import type { PromptEditor } from './prompt-editor.ts'

export interface SendingOptions {
  readonly connection: Connection
  readonly editor: PromptEditor
  readonly attached: AttachedImages
  readonly own: OwnCommands
  readonly failed: (what: string, problem: unknown) => void
}

export class Sending {
  readonly #options: SendingOptions

  constructor(options: SendingOptions) {
    this.#options = options
  }

  /** What could not be sent is in the editor again, unless something else is by then. */
  prompt(text: string): void {
    const { connection, editor, attached, own, failed } = this.#options
    const ran = own.taken()
    attached.send(text, {
      send: (images) => connection.prompt(withRan(text, ran), images).answered,
      failed: (problem, back) => {
        own.putBack(ran)
        failed('Not sent', problem)
        if (editor.empty) editor.setText(back)
      },
    })
  }
}

/** As it is sent: everybody in the session sees all that the agent is told, and by its first words which message it is. */
const withRan = (text: string, ran: readonly Ran[]): string => [text, ...ran.map(told)].join('\n\n')

function told({ command, output, how }: Ran): string {
  const ended = how === undefined ? '' : ` (${how})`
  if (output === '') return `I ran \`${command}\` here${ended}; it printed nothing.`
  const longest = Math.max(2, ...[...output.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `I ran \`${command}\` here${ended}:\n${fence}\n${output}\n${fence}`
}
