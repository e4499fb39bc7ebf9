// The lines under which something begins: carryon itself, another session, a fresh conversation.

import type { Connection } from '../connection.ts'
import { plainLine, plainText } from '../plain-text.ts'
import type { PromptEditor } from './prompt-editor.ts'
import type { SessionNow } from './session-now.ts'
import type { Theme } from './theme.ts'
import type { Transcript } from './transcript.ts'

export interface OpeningsOptions {
  readonly connection: Connection
  readonly theme: Theme
  readonly session: SessionNow
  readonly transcript: Transcript
  readonly editor: PromptEditor
}

export class Openings {
  readonly #options: OpeningsOptions
  #welcomed = false

  constructor(options: OpeningsOptions) {
    this.#options = options
  }

  greet(): void {
    this.#headline('carryon')
  }

  /** What was shown before stays above, and a line says which session begins under it. */
  anotherSession(): void {
    const { transcript, session } = this.#options
    this.#welcomed = false
    transcript.begin()
    this.#headline(plainLine(session.info.title || 'New session'))
  }

  /** What was said in this room before stays above, too. */
  freshConversation(): void {
    const { connection, theme, session, transcript } = this.#options
    transcript.begin()
    const { cleared } = connection.view.state ?? {}
    const who = cleared && cleared.by.device !== session.self ? ` · ${plainLine(cleared.by.name)}` : ''
    const { strong, quiet } = theme
    const before = cleared ? `\n${quiet(`What was said before: /resume ${cleared.before.slice(0, 8)}`)}` : ''
    transcript.note(`${strong('A fresh conversation')}${quiet(who)}${before}`, 'plain')
  }

  /** Once, when everything of a room is here for the first time. */
  welcome(): void {
    if (this.#welcomed) return
    this.#welcomed = true
    const { connection, transcript, editor } = this.#options
    const { view } = connection
    const hint = view.state?.agent.hint
    if (hint) transcript.note(plainLine(hint))
    if (view.before !== undefined) transcript.note('Earlier messages are on your phone and in the transcript.')
    for (const entry of view.entries) {
      // One that came cut is none to be sent again.
      if (entry.kind === 'prompt' && !entry.cut) editor.addToHistory(plainText(entry.text))
    }
  }

  #headline(name: string): void {
    const { theme, session, transcript } = this.#options
    const { agent, directory } = session.info
    const { strong, quiet } = theme
    const where = quiet(`${plainLine(agent)} · ${plainLine(directory)}`)
    transcript.note(`${strong(name)}  ${where}\n${quiet('/session for your phone · /help')}`, 'plain')
  }
}
