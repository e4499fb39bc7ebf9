// What a subagent said and did, from its own transcript: a page from the end, found by the tool call that started it.

import type { Entry } from '../../shared/entries.ts'
import { withPictureCount } from '../../shared/images.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { systemDisk } from './disk.ts'
import { EntryMaker, isListed, itemOf, type ReadItem } from './item.ts'
import type { EntriesPage, PageOptions } from './page.ts'
import { subagentFiles, subagentParents } from './subagents.ts'
import { TranscriptFile } from './transcript-file.ts'

/** Undefined where no subagent of this transcript was started by that call. */
export function subagentPage(
  transcript: string,
  call: string,
  before: PageStart | undefined,
  options: PageOptions,
): EntriesPage | undefined {
  const found = subagentFiles({ path: transcript }).find((file) => subagentParents(file).toolUse === call)
  if (!found) return undefined
  const file = new TranscriptFile(found.path, systemDisk)
  try {
    if (!file.openExisting()) return undefined
    return pageOf(file, Math.min(before ?? Number.POSITIVE_INFINITY, file.size().bytes), options)
  } finally {
    file.close()
  }
}

/** Its lines follow one another: nobody goes back in a subagent's conversation. */
function pageOf(file: TranscriptFile, end: number, { limit, most }: PageOptions): EntriesPage {
  const items: ReadItem[] = []
  const counting = new EntryMaker(0)
  let listed = 0
  for (const raw of file.backward(end)) {
    const item = itemOf(raw)
    if (!item) continue
    listed += counting.entries(item).filter(isListed).length
    if (listed > limit && items.length > 0) return { entries: made(items, most), before: items[0]?.start ?? null }
    items.unshift(item)
  }
  return { entries: made(items, most), before: null }
}

function made(items: readonly ReadItem[], most: number): Entry[] {
  const maker = new EntryMaker(most)
  return items
    .flatMap((item) => maker.entries(item))
    .map(whole)
    .map(pictureless)
}

/** The rest of a text that was cut cannot be asked for, so the text itself says what is missing. */
function whole(entry: Entry): Entry {
  if (!('cut' in entry) || !entry.cut) return entry
  const { at, omitted } = entry.cut
  const told = (text: string): string => `${text.slice(0, at)}\n… ${omitted} characters …\n${text.slice(at)}`
  if (entry.kind === 'tool') return { ...entry, input: told(entry.input), cut: undefined }
  return { ...entry, text: told(entry.text), cut: undefined }
}

/** Its pictures cannot be asked for either. */
const pictureless = (entry: Entry): Entry =>
  'images' in entry ? { ...entry, text: withPictureCount(entry), images: undefined } : entry
