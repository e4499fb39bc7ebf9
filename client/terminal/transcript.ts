// The conversation in the terminal: rows that left the screen stay as they are, and only what is in the window is drawn.

import type { FileChange } from '../../shared/file-change.ts'
import type { RoomView } from '../../shared/room-view.ts'
import { emptyView } from '../../shared/room-view.ts'
import { type Block, blocksOf, entryKey, type Note } from './blocks.ts'
import { heldFrom, heldRows, type Placed } from './held-rows.ts'
import type { Body } from './screen.ts'
import type { Theme } from './theme.ts'

/** More blocks than this are never drawn at once: the older of them are in the transcript and on the phone. */
const mostAtOnce = 200
/** A reply that is being written is drawn again only after this many times as long as drawing it took. */
const pause = 4

interface Drawn {
  readonly stamp: readonly unknown[]
  readonly width: number
  readonly rows: readonly string[]
  /** How many of them, at the beginning, stand as they are. */
  readonly lasting: number
  readonly at: number
  readonly took: number
}

export interface TranscriptOptions {
  readonly theme: Theme
  /** Asks for another frame after so many milliseconds. */
  readonly again: (delay: number) => void
  /** Milliseconds. */
  readonly now: () => number
}

export class Transcript implements Body {
  #view: RoomView = emptyView
  #notes: Note[] = []
  #noted = 0
  #last: string | undefined
  readonly #gone = new Set<string>()
  /** The rows in the scrollback of blocks that are partly there. */
  readonly #partly = new Map<string, readonly string[]>()
  readonly #drawn = new Map<string, Drawn>()
  #placed: Placed[] = []
  #room = 0
  /** What was said before in other sessions, as far as it has not left the screen. */
  #past: readonly Block[] = []
  #sessions = 0
  readonly #options: TranscriptOptions

  constructor(options: TranscriptOptions) {
    this.#options = options
  }

  update(view: RoomView): void {
    this.#view = view
  }

  /** Another session begins beneath what is there, which stays as it is. */
  begin(): void {
    this.#sessions += 1
    const partly = new Map(this.#partly)
    this.#partly.clear()
    this.#past = this.#inWindow().map((block) => {
      const key = `${this.#sessions}/${block.key}`
      const rows = partly.get(block.key)
      if (rows) this.#partly.set(key, rows)
      return { ...block, key, settled: true }
    })
    this.#gone.clear()
    this.#drawn.clear()
    this.#notes = []
    this.#last = undefined
    this.#view = emptyView
  }

  note(text: string, tone: Note['tone'] = 'info', copy?: string): void {
    this.#add({ text, tone, copy, after: this.#last })
  }

  /** All that a call printed. */
  printed(text: string): void {
    this.#add({ text, tone: 'plain', printed: true, after: this.#last })
  }

  /** An edit in full. */
  changes(changes: readonly FileChange[]): void {
    this.#add({ text: '', tone: 'plain', changes, after: this.#last })
  }

  render(width: number, room: number): string[] {
    this.#room = room
    this.#placed = this.#inWindow().map((block) => this.#place(block, this.#draw(block, width)))
    return heldRows(this.#placed, room, this.#options.theme)
  }

  scrolledOff(count: number): void {
    let left = count
    for (const { block, rows, from } of this.#placed) {
      if (left <= 0) return
      const here = rows.length - from
      if (left >= here && block.settled) this.#leave(block.key)
      else if (here > 0) {
        // What stands in the scrollback, which for a block that is still changing need not be what it begins with now.
        const before = this.#partly.get(block.key)?.slice(0, from) ?? []
        this.#partly.set(block.key, [...before, ...rows.slice(from, from + Math.min(left, here))])
      }
      left -= here
    }
  }

  reflow(width: number, count: number): void {
    const blocks = [...this.#past, ...this.#blocks(this.#view.entries.length - 2 * mostAtOnce)]
    const held = heldFrom(blocks)
    const partly = new Set(this.#partly.keys())
    this.#partly.clear()
    let changing = 0
    for (const block of blocks.slice(held)) {
      this.#gone.delete(block.key)
      const { rows, lasting } = this.#draw(block, width)
      changing += block === blocks[held] ? rows.length - lasting : rows.length
    }
    // What is held filled no more than the window that was there; the rows above it have come down from the scrollback.
    let left = count - Math.min(changing, this.#room)
    for (const [at, block] of [...blocks.slice(0, held + 1).entries()].reverse()) {
      if (left <= 0 && at < held && block.settled) {
        this.#leave(block.key)
        continue
      }
      this.#gone.delete(block.key)
      const { rows, lasting } = this.#draw(block, width)
      const standing = at < held ? rows.length : lasting
      const over = standing - Math.max(left, 0)
      if (over > 0 && (at < held || partly.has(block.key))) this.#partly.set(block.key, rows.slice(0, over))
      left -= standing
    }
  }

  /** The blocks of which something is not in the scrollback yet. */
  #inWindow(): Block[] {
    return [...this.#past.filter(({ key }) => !this.#gone.has(key)), ...this.#fresh()]
  }

  #fresh(): Block[] {
    const { entries } = this.#view
    let from = entries.length
    while (from > 0) {
      const entry = entries[from - 1]
      if (!entry || this.#gone.has(entryKey(entry))) break
      from -= 1
    }
    // A call that runs beside others may still be open further up.
    const fresh = this.#blocks(from - mostAtOnce).filter(({ key }) => !this.#gone.has(key))
    const said = fresh.filter(({ key }) => !isNote(key))
    const last = said.at(-mostAtOnce - 1)
    if (!last) return fresh
    for (const { key } of said.slice(0, -mostAtOnce)) this.#leave(key)
    for (const entry of entries.slice(0, Math.max(from - mostAtOnce, 0))) this.#leave(entryKey(entry))
    const text = 'The messages before these are in the transcript and on your phone.'
    this.#add({ text, tone: 'info', after: last.key })
    return this.#fresh()
  }

  #blocks(from: number): Block[] {
    const blocks = blocksOf(this.#view, Math.max(from, 0), this.#notes)
    this.#last = blocks.findLast(({ key }) => !isNote(key))?.key
    return blocks
  }

  #draw(block: Block, width: number): Drawn {
    const drawn = this.#drawn.get(block.key)
    const now = this.#options.now()
    if (drawn?.width === width) {
      if (same(drawn.stamp, block.stamp)) return drawn
      const wait = drawn.at + pause * drawn.took - now
      if (!block.settled && wait > 0) {
        this.#options.again(wait)
        return drawn
      }
    }
    const rows = block.draw(width, this.#options.theme)
    const lasting = block.settled ? rows.length : (block.lasting?.(rows, width, this.#options.theme) ?? 0)
    const made = { stamp: block.stamp, width, rows, lasting, at: now, took: this.#options.now() - now }
    this.#drawn.set(block.key, made)
    return made
  }

  /** A settled block goes on from the first row that is not as it stands in the scrollback. */
  #place(block: Block, { rows, lasting }: Drawn): Placed {
    const gone = this.#partly.get(block.key)
    if (!gone) return { block, rows, lasting, from: 0 }
    if (!block.settled) return { block, rows, lasting, from: Math.min(gone.length, rows.length) }
    let from = Math.min(gone.length, block.steady ?? 0, rows.length)
    while (from < gone.length && gone[from] === rows[from]) from += 1
    return { block, rows, lasting, from }
  }

  #add(note: Omit<Note, 'key'>): void {
    this.#noted += 1
    this.#notes.push({ key: `n:${this.#noted}`, ...note })
  }

  #leave(key: string): void {
    this.#gone.add(key)
    this.#partly.delete(key)
    this.#drawn.delete(key)
    if (isNote(key)) this.#notes = this.#notes.filter((note) => note.key !== key)
  }
}

const isNote = (key: string): boolean => key.startsWith('n:')

const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((value, at) => value === right[at])
