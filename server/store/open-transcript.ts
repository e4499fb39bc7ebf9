// Opens one transcript for a room: pages, replay, appending beside others, and word of every line that comes.

import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../shared/clock.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { type Disk, systemDisk } from './disk.ts'
import { FileWatch } from './file-watch.ts'
import { Follower } from './follower.ts'
import { gitBranch } from './git-branch.ts'
import { isWhole, itemOf, type ReadItem } from './item.ts'
import { uuidsIn } from './known-uuids.ts'
import { lineRecord } from './new-lines.ts'
import { newestPage, olderPage } from './page.ts'
import { transcriptIdOf, transcriptPath } from './paths.ts'
import { promptImage } from './prompt-image.ts'
import { type JsonRecord, textOf } from './record.ts'
import { replay } from './replay.ts'
import { sessionTitle } from './session-title.ts'
import { SessionUsage } from './session-usage.ts'
import { StorageFailed } from './storage-failed.ts'
import { TranscriptFile } from './transcript-file.ts'
import type { FileInCall, LogBatch, LogPage, LogPosition, NewLine, TranscriptLog } from './transcript-log.ts'
import type { Usage } from './usage.ts'
import { wholeDiff } from './whole-diff.ts'
import { wholeText } from './whole-text.ts'

export interface OpenOptions {
  /** The session's working directory, for the lines that are appended. */
  readonly directory: string
  /** Of the program, for the lines that are appended. */
  readonly version: string
  readonly limits: Pick<Limits, 'entryText'>
  readonly clock?: Clock
  readonly disk?: Disk
  /** How often to look whether others appended, in milliseconds, besides watching. */
  readonly look?: number
}

export interface TranscriptPlace {
  readonly configFolder: string
  readonly directory: string
  readonly id: TranscriptId
}

/** Opens a transcript that is there. Throws `StorageFailed`, `not_found` where it is not. */
export function openTranscript(options: OpenOptions & ({ readonly path: string } | TranscriptPlace)): TranscriptLog {
  const path = 'path' in options ? options.path : transcriptPath(options.configFolder, options.directory, options.id)
  const log = new OpenTranscript(path, options)
  if (log.isThere) return log
  log.close()
  throw new StorageFailed('not_found', `There is no session at ${path}. List the sessions to see which there are.`)
}

/** Opens a new transcript, or one that may not be there yet; its file is made by the first append. */
export function createTranscript(
  options: OpenOptions & ({ readonly path: string } | { readonly configFolder: string; readonly id?: TranscriptId }),
): TranscriptLog {
  if ('path' in options) return new OpenTranscript(options.path, options)
  const id = options.id ?? (randomUUID() as TranscriptId)
  return new OpenTranscript(transcriptPath(options.configFolder, options.directory, id), options)
}

class OpenTranscript implements TranscriptLog {
  readonly id: TranscriptId
  readonly path: string
  readonly #options: OpenOptions
  readonly #clock: Clock
  readonly #most: number
  readonly #file: TranscriptFile
  /** The byte after the last whole line taken in, and its check. */
  #end: LogPosition
  #follower: Follower
  #title: string | undefined
  #uuids: Set<string> | undefined
  readonly #listeners = new Set<(batch: LogBatch) => void>()
  readonly #outgoing: LogBatch[] = []
  #watch: FileWatch | undefined
  #usage: SessionUsage | undefined

  constructor(path: string, options: OpenOptions) {
    const id = transcriptIdOf(path)
    if (id === undefined) throw new StorageFailed('refused', `${path} is no session's file: its name is not a UUID.`)
    this.id = id
    this.path = path
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#most = options.limits.entryText
    this.#file = new TranscriptFile(path, options.disk ?? systemDisk)
    this.#file.openExisting()
    this.#end = this.#position(this.#wholeEnd())
    this.#follower = this.#newFollower()
    this.#title = sessionTitle(this.#file, this.#end.offset)
  }

  get isThere(): boolean {
    return this.#file.isOpen
  }

  get title(): string | undefined {
    return this.#title
  }

  page(before: PageStart | undefined, limit: number): LogPage {
    const end = this.#end
    const options = { limit, most: this.#most }
    const page =
      before === undefined
        ? newestPage(this.#file, end.offset, options)
        : olderPage(this.#file, end.offset, before, options)
    return { ...page, next: end }
  }

  since(position: LogPosition, batchUnits: number): Iterable<LogBatch> | undefined {
    const end = this.#end
    if (position.offset > end.offset || this.#file.check(position.offset) !== position.check) return undefined
    return this.#replay(position, end, batchUnits)
  }

  *#replay(from: LogPosition, end: LogPosition, batchUnits: number): Generator<LogBatch> {
    for (const { next, ...batch } of replay(this.#file, from.offset, end.offset, this.#most, batchUnits)) {
      yield { ...batch, next: next === end.offset ? end : this.#position(next), foreign: false }
    }
  }

  has(uuid: string): boolean {
    this.#uuids ??= uuidsIn(this.#file, this.#end.offset)
    return this.#uuids.has(uuid)
  }

  append(lines: readonly NewLine[]): void {
    if (lines.length === 0) return
    const isNew = !this.#file.isOpen
    this.#file.openToWrite()
    const size = this.#takeInForeign()
    const text = this.#text(lines)
    // A line that somebody left torn is ended first, so that it never fuses with ours.
    const bytes = Buffer.from(this.#endsLine(size) ? text : `\n${text}`)
    this.#file.append(bytes, size)
    this.#takeInOurs(bytes, size)
    if (isNew) this.#watch?.renew()
    this.#tell()
  }

  onBatch(listener: (batch: LogBatch) => void): () => void {
    this.#listeners.add(listener)
    this.#watch ??= new FileWatch(this.path, this.#options.look ?? 1000, this.#clock, () => this.look())
    return () => this.#listeners.delete(listener)
  }

  text(of: string): string | undefined {
    return wholeText(this.#file, this.#end.offset, of)
  }

  diff(of: FileInCall, most: number): FileChange | undefined {
    return wholeDiff(this.#file, this.#end.offset, of, most)
  }

  usage(): Promise<Usage> {
    this.#usage ??= new SessionUsage(this.#file, this.path)
    return this.#usage.read(this.#end.offset)
  }

  image(of: string, index: number): Image | undefined {
    return promptImage(this.#file, this.#end.offset, of, index)
  }

  sync(): Promise<void> {
    return this.#file.sync()
  }

  close(): void {
    this.#watch?.close()
    this.#listeners.clear()
    this.#file.close()
  }

  // ── Growing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Nobody waits for this look, so what fails is left to the next look or append. */
  look(): void {
    const isNew = !this.#file.isOpen
    try {
      if (!this.#file.openExisting()) return
      if (isNew) this.#watch?.renew()
      this.#takeInForeign()
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error
    }
    this.#tell()
  }

  /** Takes in what others appended; returns the file's size. Where the file is another one now, begins anew. */
  #takeInForeign(): number {
    const { bytes, gone } = this.#file.size()
    if (gone) {
      if (!this.#file.reopen()) {
        throw new StorageFailed(
          'not_found',
          `${this.path} was deleted while it was open. Start a new session, or put it back.`,
        )
      }
      this.#beginAnew()
      return this.#file.size().bytes
    }
    if (
      bytes < this.#end.offset ||
      (bytes > this.#end.offset && this.#file.check(this.#end.offset) !== this.#end.check)
    ) {
      this.#beginAnew()
      return bytes
    }
    this.#takeIn(bytes, true)
    return bytes
  }

  /** Our bytes were written when the file had this size; others may have come between or after. */
  #takeInOurs(bytes: Buffer, size: number): void {
    const now = this.#file.size().bytes
    const ours = now === size + bytes.length ? 0 : this.#file.read(size, now).indexOf(bytes)
    this.#takeIn(size + ours, true)
    this.#takeIn(size + ours + bytes.length, false)
    this.#takeIn(now, true)
  }

  #takeIn(to: number, foreign: boolean): void {
    const from = this.#end.offset
    if (to <= from) return
    const items: ReadItem[] = []
    let end = from
    for (const raw of this.#file.forward(from, to)) {
      if (!isWhole(raw)) break
      end = raw.end
      const item = itemOf(raw, (line) => this.#noteOther(line))
      if (item) this.#note(item, items)
    }
    if (end === from) return
    this.#end = this.#position(end)
    const growth = this.#follower.grow(items, end)
    this.#outgoing.push({ ...growth, next: this.#end, foreign })
  }

  #note(item: ReadItem, items: ReadItem[]): void {
    items.push(item)
    if (!item.link) return
    this.#uuids?.add(item.link.uuid)
    if (this.#title === undefined && item.link.type === 'user') this.#title = sessionTitle(this.#file, item.end)
  }

  #noteOther(line: JsonRecord): void {
    if (line['type'] === 'custom-title') this.#title = textOf(line['customTitle']) || this.#title
  }

  /** The file was cut, replaced or changed in place: what was shown is worth nothing. */
  #beginAnew(): void {
    this.#end = this.#position(this.#wholeEnd())
    this.#follower = this.#newFollower()
    this.#title = sessionTitle(this.#file, this.#end.offset)
    this.#uuids = undefined
    const page = this.page(undefined, 200)
    this.#outgoing.push({ entries: page.entries, next: this.#end, keep: null, before: page.before, foreign: true })
  }

  #tell(): void {
    for (let batch = this.#outgoing.shift(); batch; batch = this.#outgoing.shift()) {
      for (const listener of [...this.#listeners]) listener(batch)
    }
  }

  // ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #text(lines: readonly NewLine[]): string {
    const origin = {
      session: this.id,
      directory: this.#options.directory,
      version: this.#options.version,
      branch: gitBranch(this.#options.directory),
    }
    let parent = this.#follower.leaf ?? null
    let text = ''
    for (const line of lines) {
      const uuid = line.kind === 'prompt' ? line.uuid : randomUUID()
      text += `${JSON.stringify(lineRecord(line, origin, { uuid, parent, at: this.#now() }))}\n`
      if (line.kind !== 'title' && line.kind !== 'tag' && line.kind !== 'spent') parent = uuid
    }
    return text
  }

  // ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #now(): string {
    return new Date(this.#clock.now()).toISOString()
  }

  #newFollower(): Follower {
    return new Follower(this.#file, this.#end.offset, this.#most)
  }

  #position(offset: number): LogPosition {
    return { offset, check: this.#file.check(offset) }
  }

  #endsLine(size: number): boolean {
    return size === 0 || this.#file.read(size - 1, size)[0] === 10
  }

  /** Without a last line that is still being written. */
  #wholeEnd(): number {
    const size = this.#file.size().bytes
    for (const raw of this.#file.backward(size)) return isWhole(raw) ? size : raw.start
    return 0
  }
}
