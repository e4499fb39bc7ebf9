// A transcript that lives in memory: for tests of what a room does with one, not of how it is kept.

import type {
  FileInCall,
  LogBatch,
  LogPage,
  LogPosition,
  NewLine,
  TranscriptLog,
} from '../../server/store/transcript-log.ts'
import type { Usage } from '../../server/store/usage.ts'
import type { Spent } from '../../shared/cost.ts'
import type { Entry } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'

/** Every line is as long as this, so that offsets are easy to read. */
const lineLength = 100

export class MemoryLog implements TranscriptLog {
  readonly id: TranscriptId
  readonly path = 'memory'
  readonly #lines: Entry[][] = []
  readonly #images = new Map<string, readonly Image[]>()
  readonly #listeners = new Set<(batch: LogBatch) => void>()
  /** The next appends fail with this. */
  failure: Error | undefined
  syncs = 0

  #title: string | undefined
  tag = ''
  readonly spent: Spent[] = []

  constructor(id = '00000000-0000-4000-8000-000000000001' as TranscriptId) {
    this.id = id
  }

  get title(): string | undefined {
    if (this.#title !== undefined) return this.#title
    const prompt = this.entries.find((entry) => entry.kind === 'prompt')
    return prompt?.kind === 'prompt' ? prompt.text : undefined
  }

  get entries(): Entry[] {
    return this.#lines.flat()
  }

  page(before: number | undefined, limit: number): LogPage {
    const end = before === undefined ? this.#lines.length : before / lineLength
    let start = end
    let shown = 0
    while (start > 0 && shown < limit) {
      start--
      shown += (this.#lines[start] ?? []).filter((entry) => entry.kind !== 'result').length
    }
    const entries = this.#lines.slice(start, end).flat()
    return { entries, before: start === 0 ? null : start * lineLength, next: position(this.#lines.length) }
  }

  *#batches(from: number): Iterable<LogBatch> {
    for (let line = from; line < this.#lines.length; line++) {
      yield { entries: this.#lines[line] ?? [], next: position(line + 1), foreign: false }
    }
  }

  since(from: LogPosition): Iterable<LogBatch> | undefined {
    const line = from.offset / lineLength
    return from.check === position(line).check && line <= this.#lines.length ? this.#batches(line) : undefined
  }

  has(uuid: string): boolean {
    return this.entries.some((entry) => 'id' in entry && entry.id === uuid)
  }

  append(lines: readonly NewLine[]): void {
    if (this.failure) throw this.failure
    for (const line of lines) {
      if (line.kind === 'prompt') this.#images.set(line.uuid, line.images ?? [])
      if (line.kind === 'result') this.#images.set(line.of, line.images ?? [])
      if (line.kind === 'title') this.#title = line.title
      if (line.kind === 'tag') this.tag = line.tag
      if ('spent' in line && line.spent) this.spent.push(...line.spent)
      this.#add(entriesOf(line, this.#lines.length), false)
    }
  }

  /** A line that another program wrote. */
  appendForeign(entries: Entry[]): void {
    this.#add(entries, true)
  }

  #add(entries: Entry[], foreign: boolean): void {
    this.#lines.push(entries)
    const next = position(this.#lines.length)
    for (const listener of this.#listeners) listener({ entries, next, foreign })
  }

  onBatch(listener: (batch: LogBatch) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  diff({ call, path }: FileInCall): FileChange | undefined {
    const changes = this.entries.flatMap((entry) => {
      if (entry.kind === 'tool') return entry.id === call ? (entry.changes ?? []) : []
      return entry.kind === 'result' && entry.of === call ? (entry.changes ?? []) : []
    })
    return changes.findLast((change) => change.path === path)
  }

  text(of: string): string | undefined {
    for (const entry of this.entries) {
      if (!('text' in entry)) continue
      if (entry.kind === 'result' ? entry.of === of : entry.id === of) return entry.text
    }
    return undefined
  }

  image(of: string, index: number): Image | undefined {
    return this.#images.get(of)?.[index]
  }

  look(): void {}

  /** Of what was spent, whatever the model. */
  async usage(): Promise<Usage> {
    const spent = this.spent.map(({ model = 'unknown model', tokens }) => [model, tokens] as const)
    const rest = { subagents: new Map(), told: undefined, time: { turns: 0, model: undefined } }
    return { models: new Map(spent), ...rest, lines: { added: 0, removed: 0 } }
  }

  sync(): Promise<void> {
    this.syncs++
    return Promise.resolve()
  }

  close(): void {
    this.#listeners.clear()
  }
}

const position = (line: number): LogPosition => ({ offset: line * lineLength, check: `line ${line}` })

function entriesOf(line: NewLine, place: number): Entry[] {
  const said = { id: `line-${place}`, at: '2026-01-01T00:00:00.000Z' }
  switch (line.kind) {
    case 'prompt':
      return [{ ...said, kind: 'prompt', id: line.uuid, text: line.text, images: line.images?.length || undefined }]
    case 'reply':
    case 'thought':
      return [{ ...said, kind: line.kind, message: line.message, block: line.block, text: line.text }]
    case 'tool':
      return [{ ...said, kind: 'tool', id: line.id, name: line.name, title: JSON.stringify(line.input), input: '' }]
    case 'result':
      return [
        {
          ...said,
          kind: 'result',
          of: line.of,
          text: line.text,
          failed: line.failed,
          ...(line.images?.length && { images: line.images.length }),
        },
      ]
    case 'agent':
      return [{ ...said, kind: 'notice', tone: 'info', text: line.text }]
    case 'boundary':
      return [{ ...said, kind: 'boundary', text: `${line.made}: ${line.sizes?.before} → ${line.sizes?.after}` }]
    case 'summary':
      return [{ ...said, kind: 'notice', tone: 'info', summary: true, text: `${line.made}:\n${line.text}` }]
    case 'spent':
    case 'title':
    case 'tag':
      return []
  }
}
