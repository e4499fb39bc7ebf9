// Opens one transcript for a room: pages, replay, appending beside others, and word of every line that comes.

import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../shared/clock.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { chainedLines } from './chained-lines.ts'
import { type Disk, systemDisk } from './disk.ts'
import { FileWatch } from './file-watch.ts'
import { gitBranch } from './git-branch.ts'
import type { LineOrigin } from './new-lines.ts'
import { newestPage, olderPage } from './page.ts'
import { transcriptIdOf, transcriptPath } from './paths.ts'
import { recordedPicture } from './recorded-picture.ts'
import { replay } from './replay.ts'
import { SessionUsage } from './session-usage.ts'
import { StorageFailed } from './storage-failed.ts'
import { TakenIn } from './taken-in.ts'
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
  readonly #taken: TakenIn
  readonly #listeners = new Set<(batch: LogBatch) => void>()
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
    this.#taken = new TakenIn(this.#file, this.#most)
  }

  get isThere(): boolean {
    return this.#file.isOpen
  }

  get title(): string | undefined {
    return this.#taken.title
  }

  page(before: PageStart | undefined, limit: number): LogPage {
    const { end } = this.#taken
    const options = { limit, most: this.#most }
    const page =
      before === undefined
        ? newestPage(this.#file, end.offset, options)
        : olderPage(this.#file, end.offset, before, options)
    return { ...page, next: end }
  }

  since(position: LogPosition, batchUnits: number): Iterable<LogBatch> | undefined {
    const { end } = this.#taken
    if (position.offset > end.offset || this.#file.check(position.offset) !== position.check) return undefined
    return this.#replay(position, end, batchUnits)
  }

  *#replay(from: LogPosition, end: LogPosition, batchUnits: number): Generator<LogBatch> {
    for (const { next, ...batch } of replay(this.#file, from.offset, end.offset, this.#most, batchUnits)) {
      yield { ...batch, next: next === end.offset ? end : this.#taken.position(next), foreign: false }
    }
  }

  has(uuid: string): boolean {
    return this.#taken.has(uuid)
  }

  append(lines: readonly NewLine[]): void {
    if (lines.length === 0) return
    const isNew = !this.#file.isOpen
    this.#file.openToWrite()
    const size = this.#taken.foreign()
    const text = chainedLines(lines, this.#origin, this.#taken.leaf, new Date(this.#clock.now()).toISOString())
    // A line that somebody left torn is ended first, so that it never fuses with ours.
    const bytes = Buffer.from(this.#endsLine(size) ? text : `\n${text}`)
    this.#file.append(bytes, size)
    this.#taken.ours(bytes, size)
    if (isNew) this.#watch?.renew()
    this.#tell()
  }

  /** Nobody waits for this look, so what fails is left to the next look or append. */
  look(): void {
    const isNew = !this.#file.isOpen
    try {
      if (!this.#file.openExisting()) return
      if (isNew) this.#watch?.renew()
      this.#taken.foreign()
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error
    }
    this.#tell()
  }

  onBatch(listener: (batch: LogBatch) => void): () => void {
    this.#listeners.add(listener)
    this.#watch ??= new FileWatch(this.path, this.#options.look ?? 1000, this.#clock, () => this.look())
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    for (let batch = this.#taken.takeUntold(); batch; batch = this.#taken.takeUntold()) {
      for (const listener of [...this.#listeners]) listener(batch)
    }
  }

  text(of: string): string | undefined {
    return wholeText(this.#file, this.#taken.end.offset, of)
  }

  diff(of: FileInCall, most: number): FileChange | undefined {
    return wholeDiff(this.#file, this.#taken.end.offset, of, most)
  }

  usage(): Promise<Usage> {
    this.#usage ??= new SessionUsage(this.#file, this.path)
    return this.#usage.read(this.#taken.end.offset)
  }

  image(of: string, index: number): Image | undefined {
    return recordedPicture(this.#file, this.#taken.end.offset, of, index)
  }

  sync(): Promise<void> {
    return this.#file.sync()
  }

  close(): void {
    this.#watch?.close()
    this.#listeners.clear()
    this.#file.close()
  }

  get #origin(): LineOrigin {
    const { directory, version } = this.#options
    return { session: this.id, directory, version, branch: gitBranch(directory) }
  }

  #endsLine(size: number): boolean {
    return size === 0 || this.#file.read(size - 1, size)[0] === 10
  }
}
