// One transcript opened by a room: pages of what is shown, what came after a position, appending beside others.

import type { Spent } from '../../shared/cost.ts'
import type { Entry, SummedUp } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { PageStart } from '../../shared/room-view.ts'
import type { Usage } from './usage.ts'

/** The transcript's half of a `Position`. */
export interface LogPosition {
  readonly offset: number
  readonly check: string
}

/** Entries as read or appended; `next` is where reading goes on. */
export interface LogBatch {
  readonly entries: readonly Entry[]
  readonly next: LogPosition
  /** After a rewind: keep what was shown up to this entry's id, null for nothing. */
  readonly keep?: string | null
  /** Only where the file was replaced and all begins anew (`keep` is null): where the page before these begins. */
  readonly before?: PageStart | null
  /** Some of these lines were written by another program. */
  readonly foreign: boolean
}

export interface LogPage {
  readonly entries: readonly Entry[]
  /** Where the page before this one ends; null at the beginning. */
  readonly before: PageStart | null
  /** The end of the file as read; for the newest page this is the position to follow from. */
  readonly next: LogPosition
}

/** One line to append: the parts that are not the same for every line of the transcript. */
export type NewLine =
  | { readonly kind: 'prompt'; readonly uuid: string; readonly text: string; readonly images?: readonly Image[] }
  | {
      readonly kind: 'reply' | 'thought'
      readonly message: string
      /** Written as `apiBlockIndex`, so that the entry matches the live part it replaces. */
      readonly block: number
      readonly model: string
      readonly text: string
      /** What the turn took that ends with it. */
      readonly spent?: readonly Spent[]
    }
  /** The same of a turn that ends without a word. */
  | { readonly kind: 'spent'; readonly spent: readonly Spent[] }
  | {
      readonly kind: 'tool'
      readonly message: string
      readonly model: string
      readonly id: string
      readonly name: string
      readonly input: object
    }
  | {
      readonly kind: 'result'
      readonly of: string
      readonly text: string
      readonly images?: readonly Image[]
      readonly failed: boolean
      /** Kept beside the text; a number as its `exitCode` is read back as the entry's. */
      readonly structured?: object
    }
  /** What was said before is summed up; the summary comes straight after it. */
  | { readonly kind: 'boundary'; readonly made: SummedUp['made']; readonly sizes?: SummedUp['sizes'] }
  | { readonly kind: 'summary'; readonly made: SummedUp['made']; readonly text: string }
  /** Another agent goes on: a sentence for people. */
  | { readonly kind: 'agent'; readonly text: string }
  | { readonly kind: 'title'; readonly title: string }
  /** An empty tag takes away the one before. */
  | { readonly kind: 'tag'; readonly tag: string }

export interface FileInCall {
  readonly call: string
  readonly path: string
}

export interface TranscriptLog {
  readonly id: TranscriptId
  readonly path: string
  /** The title somebody gave it, else its first prompt, else undefined. */
  readonly title: string | undefined
  page(before: PageStart | undefined, limit: number): LogPage
  /** What came after a position, in batches; undefined where the position is not one of this file. */
  since(position: LogPosition, batchUnits: number): Iterable<LogBatch> | undefined
  /** Whether an entry with this id (a prompt's call id) is in the file. */
  has(uuid: string): boolean
  /**
   * Appends whole lines at once after whatever others have appended meanwhile, and tells the listeners. Throws
   * `StorageFailed`; then nothing of it is in the file.
   */
  append(lines: readonly NewLine[]): void
  /** Looks at once whether others have appended, and tells the listeners; what fails is left to the next append. */
  look(): void
  /** Called, in file order, for every line that was added, ours and others', once it is written. */
  onBatch(listener: (batch: LogBatch) => void): () => void
  /** The whole of a text that was cut in an entry: `of` is an entry's id, or a tool call's for its result. */
  text(of: string): string | undefined
  /** The diff of one file that a tool call changes, of at most `most` units. */
  diff(of: FileInCall, most: number): FileChange | undefined
  /** What it has cost so far, with the agents that were started in it; reads only what came since the last time. */
  usage(): Promise<Usage>
  /** A picture of a prompt, or of what a tool call answered, by its id; the first one is 0. */
  image(of: string, index: number): Image | undefined
  /** Asks the disk to have it all; off the hot path. */
  sync(): Promise<void>
  close(): void
}
