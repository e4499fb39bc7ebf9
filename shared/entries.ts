// The entries that devices render: what a transcript's lines and a journal's lines come to, whoever wrote them.

import type { FileChange } from './file-change.ts'
import type { DeviceId } from './ids.ts'

/** Where a text was shortened: `omitted` UTF-16 units are missing at `at`; the `read` call brings them. */
export interface Cut {
  readonly at: number
  readonly omitted: number
}

/** The notice that stands for the line by which an agent itself writes down that it was interrupted. */
export const interruptedNotice = 'Interrupted.'

interface Said {
  /** The line's uuid in the transcript. A prompt sent through carryon has its call's id. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
}

export interface Prompt extends Said {
  readonly kind: 'prompt'
  readonly text: string
  readonly cut?: Cut
  /** Pictures in the prompt, as references. */
  readonly images?: number
}

/** A block of text the agent wrote, or thought. `message` and `block` are those of the live part it replaces. */
export interface Reply extends Said {
  readonly kind: 'reply' | 'thought'
  readonly message: string
  readonly block: number
  readonly text: string
  readonly cut?: Cut
}

/** A tool the agent used. `id` is the call's own id (`tool_use.id`, ACP's `toolCallId`). */
export interface ToolCall extends Said {
  readonly kind: 'tool'
  readonly name: string
  /** One line for people: the command, the file, the pattern. */
  readonly title: string
  /** The input as the agent gave it, as indented JSON; empty where the title says it all. */
  readonly input: string
  readonly cut?: Cut
  /** What it would change in files; `input` has the rest. */
  readonly changes?: readonly FileChange[]
}

/** What a tool answered; it is folded into the call `of`, wherever that stands. */
export interface ToolResult extends Said {
  readonly kind: 'result'
  readonly of: string
  readonly text: string
  readonly cut?: Cut
  readonly failed: boolean
  /** A command's exit code, where there is one. */
  readonly exit?: number
  /** Pictures that it answered with, as references; the text says nothing of them. */
  readonly images?: number
  /** What it changed in files, which takes the place of the call's. */
  readonly changes?: readonly FileChange[]
}

/** The conversation before this point was summed up, or another agent goes on with it. */
export interface Boundary extends Said {
  readonly kind: 'boundary'
  readonly text: string
}

/** How a conversation was summed up: by a summary, or without any AI as a list; and how long it was and is. */
export interface SummedUp {
  readonly made: 'summary' | 'list'
  readonly sizes: { readonly unit: 'tokens' | 'characters'; readonly before: number; readonly after: number }
}

export interface Notice extends Said {
  readonly kind: 'notice'
  readonly tone: 'info' | 'warning'
  readonly text: string
  readonly cut?: Cut
  /** It stands for all that was said before the boundary above it. */
  readonly summary?: true
}

/** A line of the file that is not JSON, shown rather than skipped. */
export interface Broken extends Said {
  readonly kind: 'broken'
  readonly text: string
  readonly bytes: number
}

/** The journal's word on an entry: who asked, who decided, how it ended. Folded into the entry or tool call `of`. */
export interface Mark {
  readonly kind: 'mark'
  readonly of: string
  /** Who sent the prompt. */
  readonly by?: Person
  /** How a permission for this tool call was answered. */
  readonly decision?: { readonly option: string; readonly allowed: boolean; readonly by?: Person }
  /** How a question of this tool call was answered, or the question of this id where it belongs to none. */
  readonly response?: QuestionResponse
  /** How the prompt's turn ended, where that is worth a word. */
  readonly outcome?: 'cancelled' | 'interrupted' | 'failed'
  /** What went wrong, in a sentence, with `failed`, and with `cancelled` where it took more than to ask. */
  readonly reason?: string
}

/** `said` is the answer in a few words, empty where there is none. */
export interface QuestionResponse {
  readonly action: 'accept' | 'decline' | 'cancel'
  readonly said: string
  readonly by: Person
}

/** A device as others see it. */
export interface Person {
  readonly device: DeviceId
  readonly name: string
}

/** What travels in an `entries` frame. */
export type Entry = Prompt | Reply | ToolCall | ToolResult | Boundary | Notice | Broken | Mark

/** What stands in the list on its own: results and marks have been folded into these. */
export type ListedEntry = Exclude<Entry, ToolResult | Mark>
