// A line that may be shown: a link of the chain, or a line that is broken; and which of them are.

import type { Entry } from '../../shared/entries.ts'
import { isMessage, visibleChain } from './chain.ts'
import { blocksIn, brokenEntry, entriesOfLine } from './entries-of-line.ts'
import type { RawLine } from './lines.ts'
import { type Link, linkOf } from './link.ts'
import { type JsonRecord, parsedRecord, textOf } from './record.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface Item {
  /** The byte it begins at, and the byte after its newline. */
  readonly start: number
  readonly end: number
  /** Undefined for a broken line. */
  readonly link: Link | undefined
}

/** An item together with what its line says. */
export interface ReadItem extends Item {
  readonly line: JsonRecord | undefined
  readonly bytes: Buffer
}

const uuidField = Buffer.from('"uuid"')
const brace = { open: 0x7b, close: 0x7d }

/**
 * The line as an item; undefined for blank lines, bookkeeping, and a tail that is still being written. `onOther` gets
 * the bookkeeping lines; without it they are not even parsed.
 */
export function itemOf(raw: RawLine, onOther?: (line: JsonRecord) => void): ReadItem | undefined {
  const { start, end, bytes } = raw
  if (!onOther && isBookkeeping(bytes)) return undefined
  const line = parsedRecord(bytes)
  if (line === undefined) {
    return !raw.ended || isBlank(bytes) ? undefined : { start, end, link: undefined, line, bytes }
  }
  const link = linkOf(line)
  if (link) return { start, end, link, line, bytes }
  onOther?.(line)
  return undefined
}

/** False for what stands after the last newline and is not a whole line that only lacks its newline. */
export const isWhole = (raw: RawLine): boolean => raw.ended || parsedRecord(raw.bytes) !== undefined

const isBookkeeping = (bytes: Buffer): boolean =>
  bytes[0] === brace.open && bytes.at(-1) === brace.close && !bytes.includes(uuidField)

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)

export interface VisibleItems<I extends Item> {
  readonly items: I[]
  /** The lines that follow each other from parent to parent, from a message on: where reading may stop and go on. */
  readonly trunk: ReadonlySet<Link>
  readonly missing: string | undefined
  readonly leaf: Link | undefined
}

/**
 * Those of the items (in file order) that are shown. A broken line goes with the link before it; one before all links
 * is shown where the items begin with the file (`fromStart`).
 */
export function visibleItems<I extends Item>(
  items: readonly I[],
  fromStart: boolean,
  lost: ReadonlySet<string>,
): VisibleItems<I> {
  const links = items.flatMap((item) => item.link ?? [])
  const { trunk, beside, missing } = visibleChain(links, { whole: true, lost })
  const on = new Set([...trunk, ...beside])
  let before = fromStart
  const shown = items.filter((item) => {
    if (!item.link) return before
    if (!item.link.apart) before = on.has(item.link)
    return on.has(item.link)
  })
  const begin = trunk.findIndex(isMessage)
  return { items: shown, trunk: new Set(begin === -1 ? [] : trunk.slice(begin)), missing, leaf: trunk.at(-1) }
}

/** What a line says, read anew. */
export function readAgain(file: Pick<TranscriptFile, 'forward'>, item: Item): ReadItem | undefined {
  for (const raw of file.forward(item.start, item.end)) return itemOf({ ...raw, ended: true })
  return undefined
}

/** Whether enough is read before a place among shown items to know that the reply there does not begin further back. */
export function isReplyKnown(shown: readonly Item[], place: number): boolean {
  const message = shown[place]?.link?.message
  for (let at = place - 1; at >= 0; at--) {
    const link = shown[at]?.link
    if (message === undefined || (link?.type === 'user' && link.answers.length === 0)) return true
    if (link?.message !== undefined && link.message !== message) return true
  }
  return false
}

/** Turns visible items into entries, in file order; it counts the blocks of each reply and knows the time last seen. */
export class EntryMaker {
  readonly #most: number
  readonly #blocks = new Map<string, number>()
  /** The time of the line before, which a broken line is given; before all others there is none. */
  #at = new Date(0).toISOString()

  constructor(most: number) {
    this.#most = most
  }

  entries(item: ReadItem): Entry[] {
    if (!item.link || !item.line) return [brokenEntry(item.bytes, item.start, this.#at, this.#most)]
    this.#at = textOf(item.line['timestamp']) ?? this.#at
    const message = item.link.message
    const block = message === undefined ? 0 : (this.#blocks.get(message) ?? 0)
    const entries = entriesOfLine(item.line, { most: this.#most, block })
    if (message !== undefined) {
      // Replies of long ago get no more blocks.
      if (this.#blocks.size > 64) this.#blocks.clear()
      this.#blocks.set(message, block + blocksIn(item.line))
    }
    return entries
  }
}

/** Results and marks are folded into what is listed. */
export const isListed = (entry: Entry): boolean => entry.kind !== 'result' && entry.kind !== 'mark'

export const lastListed = (entries: readonly Entry[]): string | undefined => {
  const entry = entries.findLast(isListed)
  return entry && 'id' in entry ? entry.id : undefined
}
