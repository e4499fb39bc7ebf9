// The two logs of a room as one stream: what is appended to either reaches every device with the next position.

import type { Entry, Mark } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { CallId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Position, ServerFrame } from '../../shared/protocol.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { type Journal, type JournalRecord, markOf } from '../store/journal.ts'
import type { FileInCall, LogBatch, LogPosition, NewLine, TranscriptLog } from '../store/transcript-log.ts'
import type { Broadcast } from './broadcast.ts'
import { PromptNames } from './prompt-names.ts'

type EntriesFrame = Extract<ServerFrame, { t: 'entries' }>
type NewRecord = Parameters<Journal['append']>[0]

/** How a device that joins is brought up to date. */
export interface Replay {
  readonly resume: 'from' | 'reset'
  /** Read lazily, so that a slow device never makes the host read ahead of it. */
  readonly frames: Iterable<EntriesFrame>
}

/** What the room does with every batch, besides sending it. */
interface BatchHooks {
  readonly before: () => void
  readonly after: (entries: readonly Entry[]) => void
}

export class History {
  readonly journal: Journal
  readonly #names = new PromptNames()
  #log: TranscriptLog
  #hooks: BatchHooks | undefined
  #stopHearing: () => void
  readonly #broadcast: Broadcast
  readonly #limits: Limits
  readonly #marks = new Map<string, Mark>()
  #end: LogPosition
  /** Counts how often what was read so far became worth nothing: by another transcript, or another file in its place. */
  #beginnings = 0

  constructor(log: TranscriptLog, journal: Journal, broadcast: Broadcast, limits: Limits) {
    this.#log = log
    this.journal = journal
    this.#broadcast = broadcast
    this.#limits = limits
    for (const record of journal.records()) this.#remember(record)
    this.#end = log.page(undefined, 1).next
    this.#stopHearing = log.onBatch((batch) => this.#hear(batch))
  }

  get log(): TranscriptLog {
    return this.#log
  }

  /** Something has been said. */
  get begun(): boolean {
    return this.#log.page(undefined, 1).entries.length > 0
  }

  /** Set once, by the room. */
  set hooks(hooks: BatchHooks) {
    this.#hooks = hooks
  }

  /** Another transcript takes this one's place: every device begins anew with its newest page. The old one is closed. */
  turnTo(log: TranscriptLog): void {
    this.#stopHearing()
    this.#log.close()
    this.#log = log
    this.#beginnings++
    this.#end = log.page(undefined, 1).next
    this.#stopHearing = log.onBatch((batch) => this.#hear(batch))
    this.#broadcast.send(this.#anew())
  }

  /** The agent has this prompt and will write it down itself. */
  expect(id: CallId, text: string): void {
    this.#names.expect(id, text)
  }

  /** What the journal says about an entry. */
  markOf(id: string): Mark | undefined {
    return this.#marks.get(id)
  }

  /** The id of an entry's line, by the id that devices know. */
  lineOf(id: string): string {
    return this.#names.theirsOf(id)
  }

  /** The whole of a text that was cut, by the id that devices know. */
  text(of: string): string | undefined {
    return this.#log.text(this.#names.theirsOf(of))
  }

  /** The diff of one file that a tool call changed or wanted to, of at most `most` units. */
  diff(of: FileInCall, most: number): FileChange | undefined {
    return this.#log.diff(of, most)
  }

  /** A picture of a prompt or of a tool's answer, by the id that devices know. */
  image(of: string, index: number): Image | undefined {
    return this.#log.image(this.#names.theirsOf(of), index)
  }

  #hear(batch: LogBatch): void {
    this.#hooks?.before()
    this.#end = batch.next
    if (batch.before !== undefined) this.#beginnings++
    const claimed = this.#names.claim(batch.entries)
    if (claimed) this.#noteName(claimed)
    this.#broadcast.send(this.#frame(batch))
    this.#hooks?.after(this.#names.named(batch.entries))
  }

  /** Where the journal takes nothing the name holds for as long as this host does, and the line still comes. */
  #noteName(claimed: { readonly id: CallId; readonly as: string }): void {
    this.#names.name(claimed)
    try {
      this.journal.append({ t: 'written', ...claimed })
    } catch {}
  }

  append(lines: readonly NewLine[]): void {
    this.log.append(lines)
  }

  /** Writes to the journal and tells every device what it says about an entry. */
  note(record: NewRecord): void {
    const mark = this.#remember(this.journal.append(record))
    if (mark) this.#broadcast.send({ t: 'entries', entries: [mark], next: this.#position(this.#end) })
  }

  /** Resolves when all that was appended and noted so far is on the disk. */
  async sync(): Promise<void> {
    await Promise.all([this.log.sync(), this.journal.sync()])
  }

  /** Continues a device's position, or begins anew with the newest page where the position is not one of these logs. */
  replay(from: Position | undefined): Replay {
    return this.#continued(from) ?? { resume: 'reset', frames: [this.#newest()] }
  }

  /** What came after a position that was given out a moment ago; all anew, where it is none of these logs any more. */
  since(position: Position): Iterable<EntriesFrame> {
    return this.#continued(position)?.frames ?? [this.#anew()]
  }

  page(before: PageStart, limit: number): { entries: readonly Entry[]; before: PageStart | null } {
    const page = this.log.page(before, limit)
    return { entries: this.#shown(page.entries), before: page.before }
  }

  /** What the agent said at the end of the conversation, as far as it is shown; undefined where it did something else there. */
  lastReply(): string | undefined {
    const { entries } = this.log.page(undefined, this.#limits.page)
    const last = entries.findLast(({ kind }) => kind !== 'notice' && kind !== 'mark')
    return last?.kind === 'reply' ? last.text : undefined
  }

  #continued(from: Position | undefined): Replay | undefined {
    if (!from || from.transcript !== this.log.id) return undefined
    const journal = this.journal.size
    const records = this.journal.since(from.journal)
    const batches = this.log.since(from, this.#limits.replayBatch)
    if (!records || !batches) return undefined
    const marks = records.map(markOf).filter((mark) => mark !== undefined)
    return { resume: 'from', frames: this.#framesOf(batches, marks, { ...from, journal }) }
  }

  /**
   * `from` says how far the journal was read for the marks, and so does every frame: a mark that comes between two of them
   * comes after all of them. Ends early where another transcript takes the place of this one: `since` goes on from there.
   */
  *#framesOf(batches: Iterable<LogBatch>, marks: readonly Mark[], from: Position): Iterable<EntriesFrame> {
    const beginning = this.#beginnings
    if (marks.length > 0) yield { t: 'entries', entries: marks, next: from }
    if (this.#beginnings !== beginning) return
    for (const batch of batches) {
      yield this.#frame(batch, from.journal)
      if (this.#beginnings !== beginning) return
    }
  }

  #newest(): EntriesFrame {
    const page = this.log.page(undefined, this.#limits.page)
    return { t: 'entries', entries: this.#shown(page.entries), next: this.#position(page.next), before: page.before }
  }

  /** The newest page in place of everything that was shown. */
  #anew(): EntriesFrame {
    return { ...this.#newest(), keep: null }
  }

  #frame({ entries, next, keep, before }: LogBatch, journal?: number): EntriesFrame {
    const kept = typeof keep === 'string' ? this.#names.oursOf(keep) : keep
    return { t: 'entries', entries: this.#shown(entries), next: this.#position(next, journal), keep: kept, before }
  }

  #position({ offset, check }: LogPosition, journal = this.journal.size): Position {
    return { transcript: this.log.id, offset, check, journal }
  }

  #remember(record: JournalRecord): Mark | undefined {
    this.#names.learn(record)
    const mark = markOf(record)
    if (mark) this.#marks.set(mark.of, { ...this.#marks.get(mark.of), ...mark })
    return mark
  }

  #shown(entries: readonly Entry[]): Entry[] {
    return this.#marked(this.#names.named(entries))
  }

  /** A device may have joined between an entry's mark and the entry: the mark always comes along. */
  #marked(entries: readonly Entry[]): Entry[] {
    const marks = entries.flatMap((entry) => {
      const mark = entry.kind === 'mark' || entry.kind === 'result' ? undefined : this.#marks.get(entry.id)
      return mark ? [mark] : []
    })
    return [...entries, ...marks]
  }
}
