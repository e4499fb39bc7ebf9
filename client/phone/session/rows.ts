// What the phone lists, in order: the transcript, what is live, and this device's and others' prompts that wait.

import type { Boundary, Broken, Cut, Mark, Notice, Person, Prompt } from '../../../shared/entries.ts'
import type { CallId, DeviceId, ImageId } from '../../../shared/ids.ts'
import type { Params } from '../../../shared/protocol.ts'
import { liveReplyKey, liveToolKey } from '../../../shared/room-state.ts'
import { type RoomView, type Shown, type ShownTool, shown } from '../../../shared/room-view.ts'
import type { OutgoingCall } from '../../connection.ts'

/**
 * How far a prompt is that has not simply been said. `sending` has no answer yet; `asks` was made too long ago to be
 * sent unasked; `sent` was taken and its entry is on its way; `refused` came back with a reason.
 */
type Standing = 'sending' | 'asks' | 'sent' | 'refused' | 'queued' | 'held' | 'interrupted'

export interface PromptRow {
  readonly kind: 'prompt'
  readonly id: CallId
  readonly text: string
  /** ISO 8601. */
  readonly at: string
  readonly cut?: Cut
  readonly images?: number
  readonly mark?: Mark
  readonly by?: Person
  readonly standing?: Standing
  /** With `refused`. */
  readonly reason?: string
}

export interface TextRow {
  readonly kind: 'reply' | 'thought'
  readonly id: string
  readonly text: string
  readonly cut?: Cut
  readonly writing: boolean
  readonly mark?: Mark
}

export interface ToolRow {
  readonly kind: 'tool'
  readonly tool: ShownTool
  readonly mark?: Mark
  /** Its title says the same as the prompt right before it. */
  readonly echo: boolean
}

export interface LineRow {
  readonly kind: 'line'
  readonly entry: Boundary | Notice | Broken
}

export type Row = PromptRow | TextRow | ToolRow | LineRow

export interface RefusedPrompt {
  readonly id: CallId
  readonly text: string
  readonly images?: readonly ImageId[]
  readonly reason: string
  readonly at: string
}

export interface RowSources {
  readonly view: RoomView
  readonly outbox: readonly OutgoingCall[]
  readonly refused: readonly RefusedPrompt[]
  /** Prompts that this page sent and the host took, by id. */
  readonly sent: ReadonlyMap<CallId, string>
  readonly self: DeviceId | undefined
}

/** Every prompt is here once, by its id, however many of the sources know it. */
export function rowsOf(sources: RowSources): Map<string, Row> {
  const { view, self } = sources
  const queue = view.state?.queue ?? {}
  const rows = new Map<string, Row>()
  const add = (key: string, row: Row): void => {
    let free = key
    while (rows.has(free)) free += '+'
    rows.set(free, row)
  }
  let before: Row | undefined
  for (const item of shown(view)) {
    const [key, row] = shownRow(item, before, sources)
    add(key, row)
    before = row
  }
  const promptKeys = (id: string): boolean => rows.has(promptKey(id))
  const activity = view.state?.activity
  if (activity?.is === 'running' && !promptKeys(activity.prompt) && !queue[activity.prompt]) {
    const text = sources.sent.get(activity.prompt)
    if (text !== undefined)
      add(promptKey(activity.prompt), waiting({ id: activity.prompt, text }, activity.since, 'sent'))
  }
  for (const prompt of Object.values(queue).sort((a, b) => a.order - b.order)) {
    if (promptKeys(prompt.id)) continue
    const by = prompt.by.device === self ? undefined : prompt.by
    add(promptKey(prompt.id), { ...waiting(prompt, prompt.at, prompt.standing), by })
  }
  for (const prompt of sources.refused) {
    const { id, at, reason } = prompt
    if (!promptKeys(id)) add(promptKey(id), { ...waiting(prompt, at, 'refused'), reason })
  }
  for (const call of sources.outbox) {
    const text = promptText(call)
    if (text === undefined || promptKeys(call.id)) continue
    add(
      promptKey(call.id),
      waiting({ ...(call.params as Params<'prompt'>), id: call.id }, new Date(call.at).toISOString(), call.standing),
    )
  }
  return rows
}

function shownRow(item: Shown, before: Row | undefined, sources: RowSources): [string, Row] {
  switch (item.kind) {
    case 'writing': {
      const { kind, message, block, text } = item.part
      const id = liveReplyKey(message, block)
      return [id, { kind, id, text, writing: true }]
    }
    case 'tool': {
      const echo = before?.kind === 'prompt' && before.text.trim() === item.tool.title.trim()
      return [liveToolKey(item.tool.id), { kind: 'tool', tool: item.tool, mark: item.mark, echo }]
    }
    case 'entry':
      return entryRow(item.entry, item.mark, sources)
  }
}

type Entry = Extract<Shown, { kind: 'entry' }>['entry']

function entryRow(entry: Entry, mark: Mark | undefined, sources: RowSources): [string, Row] {
  if (entry.kind === 'prompt') return [promptKey(entry.id), saidPrompt(entry, mark, sources)]
  if ('message' in entry) {
    const { kind, id, message, block, text, cut } = entry
    return [liveReplyKey(message, block), { kind, id, text, cut, writing: false, mark }]
  }
  return [`e:${entry.id}`, { kind: 'line', entry }]
}

function saidPrompt(entry: Prompt, mark: Mark | undefined, { view, self }: RowSources): PromptRow {
  const id = entry.id as CallId
  const standing = view.state?.queue[id]?.standing
  const by = mark?.by && mark.by.device !== self ? mark.by : undefined
  return {
    kind: 'prompt',
    id,
    text: entry.text,
    at: entry.at,
    cut: entry.cut,
    images: entry.images,
    mark,
    by,
    // It is said already, so waiting its turn is no news; having been broken off is.
    standing: standing === 'queued' ? undefined : standing,
  }
}

const waiting = (
  { id, text, images }: { readonly id: CallId; readonly text: string; readonly images?: readonly ImageId[] },
  at: string,
  standing: Standing,
): PromptRow => ({ kind: 'prompt', id, text, images: images?.length, at, standing })

const promptKey = (id: string): string => `p:${id}`

function promptText(call: OutgoingCall): string | undefined {
  return call.method === 'prompt' && 'text' in call.params ? call.params.text : undefined
}
