// What a run prints, in each of the three formats: lines as it goes, or all at its end.

import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { RoomView } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { wholeText } from '../whole-text.ts'
import { type Ran, type Report, reportOf } from './report.ts'
import { answerIn, entriesSince, saidSince } from './said.ts'
import { beginLine, entryLine } from './stream-lines.ts'

export interface PrintOutputOptions {
  readonly connection: Connection
  readonly format: 'text' | 'json' | 'stream-json'
  readonly mode: string | undefined
  readonly write: (text: string) => void
}

export class PrintOutput {
  readonly #options: PrintOutputOptions
  /** Entries and results that are printed, or will be once their texts are whole. */
  readonly #known = new Set<string>()
  #printed: Promise<void> = Promise.resolve()
  #begun = false

  constructor(options: PrintOutputOptions) {
    this.#options = options
  }

  /** Prints what is new, where it is printed as it comes. */
  follow(view: RoomView, prompt: string): void {
    if (this.#options.format !== 'stream-json' || !view.state) return
    const { transcript, directory, agent } = view.state
    const entries = entriesSince(view, prompt)
    if (!this.#begun && entries.length > 0) {
      this.#begun = true
      this.#line(() => beginLine({ session: transcript, directory, agent: agent.name, mode: this.#options.mode }))
    }
    for (const entry of entries) {
      this.#once(entry.id, entry, transcript)
      const result = entry.kind === 'tool' ? view.results.get(entry.id) : undefined
      if (result) this.#once(`${result.of} answered`, result, transcript)
    }
  }

  /** Prints the end of it, and returns it. */
  async finish({
    prompt,
    ...ended
  }: Pick<Ran, 'end' | 'refused' | 'spent' | 'took'> & { prompt: string }): Promise<Report> {
    const { connection, format, write } = this.#options
    const { view } = connection
    const said = saidSince(view, prompt)
    const { texts, joined } = answerIn(said)
    const whole = texts.map(({ of, text, cut }) => (cut ? this.#whole(of).catch(() => text) : text))
    const text = (await Promise.all(whole)).join(joined)
    const report = reportOf({ ...ended, said, text, state: view.state })
    await this.#printed
    if (format === 'text') write(text === '' || text.endsWith('\n') ? text : `${text}\n`)
    else write(`${JSON.stringify(report)}\n`)
    return report
  }

  #once(key: string, entry: Entry, session: TranscriptId): void {
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#line(async () => entryLine(entry, await this.#textOf(entry), session))
  }

  async #textOf(entry: Entry): Promise<string> {
    if (!('text' in entry)) return ''
    if (!('cut' in entry) || !entry.cut) return entry.text
    return this.#whole(entry.kind === 'result' ? entry.of : entry.id)
  }

  async #whole(of: string): Promise<string> {
    return (await wholeText(this.#options.connection, { of })).text
  }

  /** One after the other, however long a text takes to come. */
  #line(line: () => object | undefined | Promise<object | undefined>): void {
    this.#printed = this.#printed.then(line).then(
      (made) => {
        if (made) this.#options.write(`${JSON.stringify(made)}\n`)
      },
      // The connection ended before the whole of it came: the result tells how.
      () => {},
    )
  }
}
