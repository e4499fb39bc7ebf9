// Keys that mean the same whatever is written: interrupt, leave, answer, take back.

import type { Amending } from './amending.ts'
import type { AnswerDesk } from './answer-desk.ts'
import type { Company } from './company.ts'
import type { Departure } from './departure.ts'
import type { HistorySearch } from './history-search.ts'
import type { NextMode } from './next-mode.ts'
import type { Overlay } from './overlay.ts'
import type { OwnCommands } from './own-commands.ts'
import type { PressedTwice } from './pressed-twice.ts'
import type { PromptEditor } from './prompt-editor.ts'
import type { Recall } from './recall.ts'
import type { Rewind } from './rewind.ts'
import { matchesKey } from './screen.ts'
import type { SessionNow } from './session-now.ts'
import type { TakingBack } from './taking-back.ts'

export interface ShortcutsOptions {
  readonly overlay: Overlay
  readonly editor: PromptEditor
  readonly search: HistorySearch
  readonly own: OwnCommands
  readonly escTwice: PressedTwice
  readonly rewind: Rewind
  readonly session: SessionNow
  readonly departure: Departure
  readonly amending: Amending
  readonly company: Company
  readonly answers: AnswerDesk
  readonly takingBack: TakingBack
  readonly recall: Recall
  readonly remark: (text: string) => void
  readonly interrupt: () => void
  /** Keys go to the question instead of the editor, or back. */
  readonly switchFocus: () => void
  readonly nextMode: NextMode
}

export class Shortcuts {
  readonly #options: ShortcutsOptions

  constructor(options: ShortcutsOptions) {
    this.#options = options
  }

  /** True where the key is used up. */
  take(data: string): boolean {
    const { overlay, search, escTwice, own, departure, amending, editor, company, answers, takingBack } = this.#options
    const { recall, remark, switchFocus, nextMode } = this.#options
    if (overlay.open) return false
    if (search.underWay) {
      search.take(data)
      return true
    }
    if (matchesKey(data, 'ctrl+c')) {
      if (!own.stop() && !departure.press()) amending.leave()
      return true
    }
    departure.stay()
    if (matchesKey(data, 'escape')) return this.#escape()
    escTwice.forget()
    if (matchesKey(data, 'ctrl+d') && editor.empty) departure.ask()
    else if (matchesKey(data, 'ctrl+x') && company.takeBack()) remark('Taking its access back…')
    else if (matchesKey(data, 'ctrl+r') && !answers.prompt?.focused) search.begin()
    else if (matchesKey(data, 'shift+tab')) nextMode.choose()
    else if (matchesKey(data, 'tab') && answers.prompt) switchFocus()
    else if (matchesKey(data, 'up') && this.#mayTakeBack()) return takingBack.begin() || recall.begin(data)
    else return false
    return true
  }

  #escape(): boolean {
    const { answers, amending, session, editor, own, interrupt, rewind, escTwice } = this.#options
    if (answers.writing) return false
    if (amending.underWay) amending.leave()
    else if (editor.isShowingAutocomplete()) return false
    else if (own.stop()) return true
    else if (session.running) interrupt()
    else if (answers.prompt?.focused) return false
    else if (!editor.empty) {
      if (escTwice.press('Esc again clears what is written')) amending.leave()
    } else if (!rewind.offered) return false
    else if (escTwice.press('Esc again goes back to an earlier message')) rewind.open()
    return true
  }

  #mayTakeBack(): boolean {
    const { editor, amending, answers } = this.#options
    return editor.empty && !amending.underWay && !answers.prompt?.focused
  }
}
