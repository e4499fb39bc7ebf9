// What came of one prompt: everything that stands after it, and of that what answers it.

import type { ListedEntry, ToolCall } from '../../shared/entries.ts'
import { type RoomView, type Shown, type ShownTool, shown } from '../../shared/room-view.ts'

/** All that was said since; nothing where the prompt is not there yet. */
export function saidSince(view: RoomView, prompt: string): Shown[] {
  const all = shown(view)
  const at = all.findIndex((item) => item.kind === 'entry' && item.entry.kind === 'prompt' && item.entry.id === prompt)
  return at === -1 ? [] : all.slice(at + 1)
}

export interface Answer {
  /** Texts in their order, each by the id under which the host has the whole of it. */
  readonly texts: readonly AnswerText[]
  readonly joined: string
}

interface AnswerText {
  readonly of: string
  readonly text: string
  /** More of it is with the host. */
  readonly cut: boolean
}

/** The agent's last message; where it wrote none, what its last tool printed: for a shell that is the answer. */
export function answerIn(said: readonly Shown[]): Answer {
  const replies = said.flatMap(replyOf)
  const last = replies.at(-1)
  if (last) {
    const texts = replies.filter(({ message }) => message === last.message)
    return { texts, joined: '\n\n' }
  }
  const tool = toolsIn(said).at(-1)
  const texts = tool ? [{ of: tool.id, text: tool.output, cut: tool.cut !== undefined }] : []
  return { texts, joined: '' }
}

function replyOf(item: Shown): (AnswerText & { readonly message: string })[] {
  if (item.kind === 'writing' && item.part.kind === 'reply') {
    const { message, text } = item.part
    return [{ of: '', message, text, cut: false }]
  }
  if (item.kind !== 'entry' || item.entry.kind !== 'reply') return []
  const { id, message, text, cut } = item.entry
  return [{ of: id, message, text, cut: cut !== undefined }]
}

export const toolsIn = (said: readonly Shown[]): ShownTool[] =>
  said.flatMap((item) => (item.kind === 'tool' ? [item.tool] : []))

/** A call's input as an object: what the entry says in its title stands in the field that it came from. */
export function inputOf({ name, title, input }: Pick<ToolCall, 'name' | 'title' | 'input'>): object {
  try {
    const value: unknown = input === '' ? undefined : JSON.parse(input)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Too long to have come whole.
  }
  return name === 'Bash' ? { command: title } : { title }
}

/** What stands in the list since the prompt, without what is still being written. */
export function entriesSince(view: RoomView, prompt: string): readonly ListedEntry[] {
  const at = view.entries.findIndex(({ id }) => id === prompt)
  return at === -1 ? [] : view.entries.slice(at + 1)
}
