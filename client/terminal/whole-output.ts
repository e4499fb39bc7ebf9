// /output: what a call printed, whole, with what was cut of it brought from the host.

import { type ShownTool, shown } from '../../shared/room-view.ts'
import { wholeText } from '../whole-text.ts'
import type { BroughtOptions } from './whole-diff.ts'

/** More than this is not brought, in UTF-16 units: it is in the transcript. */
const mostBrought = 1024 * 1024

export class WholeOutput {
  readonly #options: BroughtOptions

  constructor(options: BroughtOptions) {
    this.#options = options
  }

  /** That of the `place`th call that printed something, 1 being the newest. */
  async show(place: number): Promise<void> {
    const { connection, transcript, redraw, say, failed } = this.#options
    const printed = shown(connection.view).flatMap((item) =>
      item.kind === 'tool' && item.tool.output.trim() !== '' ? [item.tool] : [],
    )
    const tool = printed.at(-place)
    if (!tool)
      return say(place === 1 ? 'Nothing has been printed here.' : `There are not ${place} outputs here.`, 'info')
    try {
      transcript.printed(await this.#whole(tool))
      redraw()
    } catch (problem) {
      failed('Not shown', problem)
    }
  }

  async #whole({ id, output, cut, state }: ShownTool): Promise<string> {
    // Of what still runs the beginning may not be kept anywhere yet.
    if (!cut || cut.omitted <= 0 || state === 'running') return output
    const { text, total } = await wholeText(this.#options.connection, { of: id }, mostBrought)
    const left = text.length >= mostBrought && text.length < total
    return left ? `${text}\n… the rest of ${total} characters is in the transcript` : text
  }
}
