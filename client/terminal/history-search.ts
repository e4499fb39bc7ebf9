// Ctrl-R: looks for an earlier prompt while words of it are typed, backwards, as in a shell. The editor keeps what is in it.

import type { Prompt } from '../../shared/entries.ts'
import type { Connection } from '../connection.ts'
import { plainText } from '../plain-text.ts'
import { EarlierPrompts } from './earlier-prompts.ts'
import type { PromptEditor } from './prompt-editor.ts'
import { wordsOf } from './said-prompts.ts'
import { matchesKey } from './screen.ts'
import { type Search, searchRows } from './search-rows.ts'
import type { Theme } from './theme.ts'
import { typedLine } from './typed-line.ts'

export interface HistorySearchOptions {
  readonly connection: Connection
  readonly editor: PromptEditor
  readonly theme: Theme
  readonly redraw: () => void
  readonly failed: (what: string, problem: unknown) => void
}

/** One that can be found. */
interface Earlier {
  readonly text: string
  /** Of the conversation, where it was cut: `text` is its beginning and its end. */
  readonly cut?: Prompt
}

interface UnderWay {
  readonly said: EarlierPrompts
  readonly words: string
  /** Which of those that fit, the newest being 0; nothing is looked for before that. */
  readonly place: number
}

export class HistorySearch {
  readonly #options: HistorySearchOptions
  #search: UnderWay | undefined

  constructor(options: HistorySearchOptions) {
    this.#options = options
  }

  get underWay(): boolean {
    return this.#search !== undefined
  }

  begin(): void {
    this.#search = { said: new EarlierPrompts(this.#options.connection), words: '', place: -1 }
    this.#options.redraw()
  }

  /** A key while it is under way: all of them are its own. */
  take(data: string): void {
    const search = this.#search
    if (!search) return
    const pressed = (keys: readonly Key[]): boolean => keys.some((key) => matchesKey(data, key))
    if (pressed(leaving)) this.#search = undefined
    else if (pressed(taking)) this.#end(search)
    else if (pressed(older)) void this.#look({ ...search, place: search.place + 1 })
    else if (pressed(newer)) void this.#look({ ...search, place: Math.max(search.place - 1, 0) })
    else {
      const words = typedLine(search.words, data)
      if (words !== search.words) void this.#look({ ...search, words, place: words === '' ? -1 : 0 })
    }
    this.#options.redraw()
  }

  /** In place of the editor. */
  render(width: number): string[] {
    const search = this.#search
    if (!search) return []
    const { editor, theme } = this.#options
    return searchRows(this.#standing(search), editor.sign, width, theme)
  }

  #standing(search: UnderWay): Search {
    const { words, place, said } = search
    if (place < 0) return { words, is: 'asking' }
    const found = this.#fitting(search)[place]
    if (found) return { words, is: 'found', text: plainText(found.text) }
    return { words, is: said.more ? 'looking' : 'nothing' }
  }

  /** Older pages are brought as far as they are needed. */
  async #look(search: UnderWay): Promise<void> {
    const { redraw, failed } = this.#options
    this.#search = search
    while (this.#search === search && search.said.more && this.#fitting(search).length <= search.place) {
      await search.said.bring().catch((problem: unknown) => failed('Not looked any further', problem))
      redraw()
    }
    // There is none older: the oldest stays.
    const last = this.#fitting(search).length - 1
    if (this.#search === search && search.place > last && last >= 0) this.#search = { ...search, place: last }
  }

  /** Newest first, each once. */
  #fitting({ said, words }: UnderWay): Earlier[] {
    const all: Earlier[] = [
      ...this.#options.editor.earlier.map((text) => ({ text })),
      ...said.here.map((prompt) => ({ text: prompt.text.trim(), ...(prompt.cut && { cut: prompt }) })),
    ]
    const wanted = words.toLowerCase()
    const fitting = new Map<string, Earlier>()
    for (const one of all)
      if (!fitting.has(one.text) && one.text.toLowerCase().includes(wanted)) fitting.set(one.text, one)
    return [...fitting.values()]
  }

  #end(search: UnderWay): void {
    const { connection, editor, failed } = this.#options
    this.#search = undefined
    const found = this.#fitting(search)[search.place]
    if (!found) return
    const write = (text: string): void => {
      // What was being written comes back by ↑.
      editor.addToHistory(editor.getExpandedText())
      editor.setText(text)
    }
    if (!found.cut) return write(plainText(found.text))
    wordsOf(found.cut, connection).then(write, (problem: unknown) => failed('Not brought', problem))
  }
}

type Key = Parameters<typeof matchesKey>[1]

const leaving: readonly Key[] = ['escape', 'ctrl+c', 'ctrl+g']
const taking: readonly Key[] = ['enter', 'tab', 'right', 'end']
const older: readonly Key[] = ['ctrl+r', 'up']
const newer: readonly Key[] = ['ctrl+s', 'down']
