// What a device shows: a pure fold of the frames a room sends, the same in a browser, a terminal and a test.

import type { Cut, Entry, ListedEntry, Mark, ToolResult } from './entries.ts'
import type { FileChange } from './file-change.ts'
import type { Limits } from './limits.ts'
import { applyPatch } from './merge-patch.ts'
import type { Position, ServerFrame } from './protocol.ts'
import {
  type LivePart,
  type LiveReply,
  type LiveTool,
  livePromptKey,
  liveReplyKey,
  liveToolKey,
  openAsks,
  type RoomState,
} from './room-state.ts'
import { noTasks, type Tasks } from './tasks.ts'
import { type AtTheDoor, nobodyAtTheDoor } from './visitors.ts'

export interface RoomView {
  readonly entries: readonly ListedEntry[]
  /** Results by the id of their tool call. */
  readonly results: ReadonlyMap<string, ToolResult>
  /** The journal's marks by what they are about, several folded into one. */
  readonly marks: ReadonlyMap<string, Mark>
  /** Where the page before the first entry begins; undefined when everything is here. */
  readonly before: PageStart | undefined
  readonly position: Position | undefined
  readonly state: RoomState | undefined
  /** Told to owners' devices. */
  readonly door: AtTheDoor
  /** What the host runs beside this room; nothing on devices of one room alone. */
  readonly tasks: Tasks
}

/** An offset in the transcript, in bytes; a page ends before it. */
export type PageStart = number

/** One thing on the screen, in order. */
export type Shown =
  | { readonly kind: 'entry'; readonly entry: Exclude<ListedEntry, { kind: 'tool' }>; readonly mark?: Mark }
  | { readonly kind: 'tool'; readonly tool: ShownTool; readonly mark?: Mark }
  | { readonly kind: 'writing'; readonly part: LiveReply }

export interface ShownTool {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly input: string
  readonly at: string
  /** What it printed: the live tail while it runs, the recorded text once it answered. */
  readonly output: string
  readonly cut?: Cut
  /** `asked`: it waits for a person's answer. */
  readonly state: 'asked' | 'running' | 'done' | 'failed' | 'unanswered'
  readonly exit?: number
  /** How many pictures it answered with. */
  readonly images?: number
  /** What it changed in files, or would have. */
  readonly changes?: readonly FileChange[]
}

export const emptyView: RoomView = {
  entries: [],
  results: new Map(),
  marks: new Map(),
  before: undefined,
  position: undefined,
  state: undefined,
  door: nobodyAtTheDoor,
  tasks: noTasks,
}

/** The view after one frame. Frames that say nothing about what is shown return the same view. */
export function fold(view: RoomView, frame: ServerFrame, limits: Pick<Limits, 'liveOutput'>): RoomView {
  switch (frame.t) {
    case 'welcome':
      return frame.resume === 'reset' ? emptyView : { ...view, door: nobodyAtTheDoor, tasks: noTasks }
    case 'entries':
      return {
        ...withEntries(view, frame.entries, frame.keep),
        position: frame.next,
        before: frame.before === undefined ? view.before : (frame.before ?? undefined),
      }
    case 'state': {
      return { ...view, state: applyPatch(frame.whole ? undefined : view.state, frame.patch) as RoomState }
    }
    case 'delta':
      return view.state ? { ...view, state: withDelta(view.state, frame, limits) } : view
    case 'door':
      return { ...view, door: { visitors: frame.visitors, refused: frame.refused } }
    case 'tasks':
      return { ...view, tasks: { tasks: frame.tasks, trouble: frame.trouble } }
    default:
      return view
  }
}

/** The view with an older page put in front. */
export function foldPage(view: RoomView, page: { entries: readonly Entry[]; before: PageStart | null }): RoomView {
  const older = withEntries(emptyView, page.entries)
  const known = new Set(view.entries.map((entry) => entry.id))
  return {
    ...view,
    entries: [...older.entries.filter((entry) => !known.has(entry.id)), ...view.entries],
    results: new Map([...older.results, ...view.results]),
    marks: new Map([...older.marks, ...view.marks]),
    before: page.before ?? undefined,
  }
}

function withEntries(view: RoomView, added: readonly Entry[], keep?: string | null): RoomView {
  const { entries, results, marks } = keep === undefined ? copyOf(view) : keptOf(view, keep)
  const places = new Map(entries.map((entry, place) => [entry.id, place]))
  for (const entry of added) {
    if (entry.kind === 'result') results.set(entry.of, entry)
    else if (entry.kind === 'mark') marks.set(entry.of, { ...marks.get(entry.of), ...entry })
    else {
      const place = places.get(entry.id)
      if (place === undefined) places.set(entry.id, entries.push(entry) - 1)
      else entries[place] = entry
    }
  }
  return { ...view, entries, results, marks }
}

const copyOf = ({ entries, results, marks }: RoomView) => ({
  entries: [...entries],
  results: new Map(results),
  marks: new Map(marks),
})

/** Up to and including this entry; what was told of the others is taken back with them. */
function keptOf(view: RoomView, keep: string | null): ReturnType<typeof copyOf> {
  const entries = view.entries.slice(0, view.entries.findIndex((entry) => entry.id === keep) + 1)
  const kept = new Set(entries.map((entry) => entry.id))
  const ofKept = <T>(told: ReadonlyMap<string, T>) => new Map([...told].filter(([of]) => kept.has(of)))
  return { entries, results: ofKept(view.results), marks: ofKept(view.marks) }
}

/** Live text only ever grows by appending: a delta whose offset is not the length held is not for this text. */
export function withDelta(
  state: RoomState,
  delta: { readonly of: string; readonly offset: number; readonly text: string },
  limits: Pick<Limits, 'liveOutput'>,
): RoomState {
  const part = state.live[delta.of]
  if (!part) return state
  const dropped = part.kind === 'tool' ? part.dropped : 0
  if (delta.offset !== dropped + part.text.length) return state
  const text = part.text + delta.text
  // Cut only at twice the length, so that a long output costs one copy now and then and not one a delta.
  const excess = part.kind === 'tool' && text.length > 2 * limits.liveOutput ? text.length - limits.liveOutput : 0
  const grown =
    part.kind === 'tool' ? { ...part, text: text.slice(excess), dropped: dropped + excess } : { ...part, text }
  return { ...state, live: { ...state.live, [delta.of]: grown } }
}

/** Everything on the screen in order: the entries, then what is being written and has no entry yet. */
export function shown(view: RoomView): Shown[] {
  const list: Shown[] = []
  const live = view.state?.live ?? {}
  const asked = new Set(view.state && openAsks(view.state).map(({ tool }) => tool))
  const recorded = new Set<string>()
  for (const entry of view.entries) {
    if (entry.kind === 'tool') {
      const key = liveToolKey(entry.id)
      recorded.add(key)
      const running = live[key]
      list.push({
        kind: 'tool',
        tool: toolShown(entry, view.results.get(entry.id), running, asked),
        mark: view.marks.get(entry.id),
      })
    } else {
      if (entry.kind === 'reply' || entry.kind === 'thought') recorded.add(liveReplyKey(entry.message, entry.block))
      if (entry.kind === 'prompt') recorded.add(livePromptKey(entry.id))
      list.push({ kind: 'entry', entry, mark: view.marks.get(entry.id) })
    }
  }
  const parts = Object.entries(live).sort(([, a], [, b]) => a.order - b.order)
  for (const [key, part] of parts) {
    if (recorded.has(key)) continue
    if (part.kind === 'tool') {
      const tool = toolShown(part, view.results.get(part.id), part, asked)
      list.push({ kind: 'tool', tool, mark: view.marks.get(part.id) })
    } else if (part.kind === 'prompt') {
      const { kind, id, at, text, images } = part
      list.push({ kind: 'entry', entry: { kind, id, at, text, images }, mark: view.marks.get(id) })
    } else list.push({ kind: 'writing', part })
  }
  return list
}

function toolShown(
  call: Pick<LiveTool, 'id' | 'name' | 'title' | 'input' | 'at' | 'changes'>,
  result: ToolResult | undefined,
  running: LivePart | undefined,
  asked: ReadonlySet<string | undefined>,
): ShownTool {
  const { id, name, title, input, at } = call
  const live = running?.kind === 'tool' ? running : undefined
  const changes = result?.changes ?? live?.changes ?? call.changes
  const tool = { id, name, title, input, at, ...(changes && { changes }) }
  if (result) {
    const state = result.failed ? 'failed' : 'done'
    return { ...tool, output: result.text, cut: result.cut, state, exit: result.exit, images: result.images }
  }
  if (live) {
    const cut = live.dropped > 0 ? { at: 0, omitted: live.dropped } : undefined
    return { ...tool, output: live.text, cut, state: asked.has(id) ? 'asked' : 'running' }
  }
  return { ...tool, output: '', state: asked.has(id) ? 'asked' : 'unanswered' }
}
