// Chooses one of the computer's sessions: a list that is typed into, with a look at what was said last in each.

import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import type { Params } from '../../shared/protocol.ts'
import { pickerRows } from './picker-rows.ts'
import { type Component, matchesKey } from './screen.ts'
import type { Theme } from './theme.ts'
import { typedLine } from './typed-line.ts'

/** Where the sessions come from: a host's calls, or this machine's own files. */
export interface SessionSource {
  sessions(query: Params<'sessions'>): Promise<{ readonly sessions: readonly ListedSession[]; readonly total: number }>
  glance(session: TranscriptId): Promise<readonly Entry[]>
  rename(session: TranscriptId, title: string): Promise<unknown>
  /** Null takes the tag away. */
  tag(session: TranscriptId, tag: string | null): Promise<unknown>
}

export interface Picked {
  readonly session: TranscriptId
  /** Go on with a copy. */
  readonly fork: boolean
}

export interface SessionPickerOptions {
  readonly source: SessionSource
  readonly theme: Theme
  /** Rows of the window. */
  readonly rows: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly redraw: () => void
  /** Called once; undefined where it was left without a choice. */
  readonly onPicked: (picked: Picked | undefined) => void
  /** What is typed already. */
  readonly filter?: string
  /** Begin with those of all directories. */
  readonly all?: boolean
  /** The session that is open already. */
  readonly here?: TranscriptId | undefined
}

/** A title or tag as far as it is written. */
interface Writing {
  readonly what: 'title' | 'tag'
  readonly session: TranscriptId
  readonly text: string
}

/** More are found by typing. */
const listed = 200

export class SessionPicker implements Component {
  readonly #options: SessionPickerOptions
  #sessions: readonly ListedSession[] | undefined
  #total = 0
  #selected = 0
  #filter: string
  #all: boolean
  #said = new Map<TranscriptId, readonly Entry[]>()
  #writing: Writing | undefined
  #problem: string | undefined
  /** A question is out; once it is answered, another is due where what is typed has changed. */
  #asking = false
  #stale = false
  #over = false

  constructor(options: SessionPickerOptions) {
    this.#options = options
    this.#filter = options.filter ?? ''
    this.#all = options.all ?? false
    this.#ask()
  }

  render(width: number): string[] {
    const rows = this.#options.rows()
    const screen = {
      sessions: this.#sessions,
      total: this.#total,
      selected: this.#selected,
      all: this.#all,
      here: this.#options.here,
      filter: this.#filter,
      said: this.#chosen && this.#said.get(this.#chosen.session),
      writing: this.#writing,
      problem: this.#problem,
      now: this.#options.now(),
    }
    return pickerRows(screen, { columns: width, rows }, this.#options.theme)
  }

  invalidate(): void {}

  handleInput(data: string): void {
    if (this.#over) return
    this.#problem = undefined
    if (this.#writing) this.#write(data)
    else this.#choose(data)
    this.#options.redraw()
  }

  #choose(data: string): void {
    const { rows } = this.#options
    if (matchesKey(data, 'escape') || matchesKey(data, 'ctrl+c')) this.#end(undefined)
    else if (matchesKey(data, 'enter')) this.#pick(false)
    else if (matchesKey(data, 'ctrl+f')) this.#pick(true)
    else if (matchesKey(data, 'ctrl+r')) this.#begin('title')
    else if (matchesKey(data, 'ctrl+t')) this.#begin('tag')
    else if (matchesKey(data, 'up') || matchesKey(data, 'ctrl+p')) this.#select(this.#selected - 1)
    else if (matchesKey(data, 'down') || matchesKey(data, 'ctrl+n')) this.#select(this.#selected + 1)
    else if (matchesKey(data, 'pageUp')) this.#select(this.#selected - Math.max(1, rows() - 14))
    else if (matchesKey(data, 'pageDown')) this.#select(this.#selected + Math.max(1, rows() - 14))
    else if (matchesKey(data, 'tab')) {
      this.#all = !this.#all
      this.#find(this.#filter)
    } else {
      const text = typedLine(this.#filter, data)
      if (text !== this.#filter) this.#find(text)
    }
  }

  #write(data: string): void {
    const writing = this.#writing
    if (!writing) return
    if (matchesKey(data, 'escape') || matchesKey(data, 'ctrl+c')) this.#writing = undefined
    else if (matchesKey(data, 'enter')) this.#keep(writing)
    else this.#writing = { ...writing, text: typedLine(writing.text, data) }
  }

  #begin(what: 'title' | 'tag'): void {
    const chosen = this.#chosen
    if (chosen)
      this.#writing = { what, session: chosen.session, text: (what === 'title' ? chosen.title : chosen.tag) ?? '' }
  }

  #keep({ what, session, text }: Writing): void {
    const { source } = this.#options
    const words = text.replace(/\s+/g, ' ').trim()
    if (what === 'title' && words === '') {
      this.#problem = 'A title needs at least one letter.'
      return
    }
    this.#writing = undefined
    const kept = what === 'title' ? source.rename(session, words) : source.tag(session, words === '' ? null : words)
    kept.then(
      () => this.#ask(),
      (problem: unknown) => this.#failed(problem),
    )
  }

  #pick(fork: boolean): void {
    const chosen = this.#chosen
    if (chosen) this.#end({ session: chosen.session, fork })
  }

  #end(picked: Picked | undefined): void {
    this.#over = true
    this.#options.onPicked(picked)
  }

  #find(filter: string): void {
    this.#filter = filter
    this.#selected = 0
    this.#ask()
  }

  #select(place: number): void {
    const last = Math.max(0, (this.#sessions?.length ?? 0) - 1)
    this.#selected = Math.min(Math.max(place, 0), last)
    this.#look()
  }

  get #chosen(): ListedSession | undefined {
    return this.#sessions?.[this.#selected]
  }

  #ask(): void {
    this.#stale = true
    if (this.#asking) return
    this.#asking = true
    this.#stale = false
    const kept = this.#chosen?.session
    this.#options.source
      .sessions({ search: this.#filter, all: this.#all, limit: listed })
      .then(
        ({ sessions, total }) => {
          this.#sessions = sessions
          this.#total = total
          // A session that was named is written to and so first: what is selected stays selected.
          const place = sessions.findIndex(({ session }) => session === kept)
          this.#select(this.#selected > 0 && place >= 0 ? place : this.#selected)
        },
        (problem: unknown) => this.#failed(problem),
      )
      .finally(() => {
        this.#asking = false
        if (this.#over) return
        if (this.#stale) this.#ask()
        this.#options.redraw()
      })
  }

  #look(): void {
    const session = this.#chosen?.session
    if (session === undefined || this.#said.has(session)) return
    this.#said.set(session, [])
    this.#options.source.glance(session).then(
      (entries) => {
        this.#said.set(session, entries)
        if (!this.#over) this.#options.redraw()
      },
      // It may be gone by now; the list says so the next time.
      () => this.#said.delete(session),
    )
  }

  #failed(problem: unknown): void {
    this.#problem = problem instanceof Error ? problem.message : String(problem)
    if (!this.#over) this.#options.redraw()
  }
}
