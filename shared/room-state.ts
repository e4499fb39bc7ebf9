// The live state of a room: small, sent whole on joining, then patched, never replayed.

import type { AgentBoard } from './agent-board.ts'
import type { Person } from './entries.ts'
import type { FileChange } from './file-change.ts'
import type { CallId, DeviceId, ImageId, PermissionId, RoomId, TicketId, TranscriptId } from './ids.ts'
import type { Question } from './questions.ts'
import type { Role } from './roles.ts'

export interface RoomState extends AgentBoard {
  readonly room: RoomId
  readonly transcript: TranscriptId
  readonly title: string
  /** The session's directory on the host. */
  readonly directory: string
  readonly agent: AgentLabel
  readonly activity: Activity
  /** When the agent was last heard of; ISO 8601, told at most every `limits.heard`. */
  readonly heard?: string
  /** Prompts that wait, by the id of the call that sent them; `order` sorts them. */
  readonly queue: { readonly [prompt: string]: QueuedPrompt }
  /** What is being written or run right now; `order` sorts them. */
  readonly live: { readonly [key: string]: LivePart }
  readonly permissions: { readonly [permission: string]: Permission }
  /** Who began this conversation afresh, and the transcript of what was said before; until the room is closed. */
  readonly cleared?: { readonly by: Person; readonly before: TranscriptId }
  /** Forms of the agent's that wait for an answer. */
  readonly questions: { readonly [question: string]: Question }
  /** The agent takes pictures with a prompt. */
  readonly takesImages?: true
  /** Since when the owner's devices are in another room; ISO 8601. */
  readonly moved?: string
  /** Devices that are connected. */
  readonly devices: { readonly [device: string]: PresentDevice }
}

export interface AgentLabel {
  /** The profile's name, as `--agent` takes it. */
  readonly name: string
  /** For the status line: "shell, no AI". */
  readonly label: string
  /** What a prompt looks like: `$` for the shell, `>` for agents that talk. */
  readonly sign: string
  /** One line of advice, where the agent has some. */
  readonly hint?: string
}

/** What the agent is doing. "Needs you" is `running` with a permission or a question open. */
export type Activity =
  | { readonly is: 'starting' }
  | { readonly is: 'idle' }
  | {
      readonly is: 'running'
      /** Of a turn that the agent began by itself an id made by the host, which no prompt has. */
      readonly prompt: CallId
      readonly since: string
      readonly stopping?: true
      /** Nobody asked: something that ran in the background has ended, or the agent has more to say. */
      readonly unasked?: true
      /** Nothing was heard since then (ISO 8601); `in` is the tool that runs, where one does. */
      readonly stalled?: { readonly since: string; readonly in?: string }
    }
  | { readonly is: 'gone'; readonly reason: string }

export interface QueuedPrompt {
  readonly id: CallId
  readonly order: number
  readonly text: string
  readonly by: Person
  readonly at: string
  readonly images?: readonly ImageId[]
  /** `queued` goes by itself; `held` (a restart came between) and `interrupted` (it may have begun) wait for a tap. */
  readonly standing: 'queued' | 'held' | 'interrupted'
}

/** A reply or thought as far as it is written, a tool call that has not answered yet, or a prompt with the agent. */
export type LivePart = LivePrompt | LiveReply | LiveTool

/** A prompt the agent has, until the transcript that the agent writes has it, too. */
export interface LivePrompt {
  readonly kind: 'prompt'
  readonly order: number
  /** Same `id` as the entry that will replace it. */
  readonly id: CallId
  readonly text: string
  /** ISO 8601. */
  readonly at: string
  /** How many pictures go with it. */
  readonly images?: number
}

export interface LiveReply {
  readonly kind: 'reply' | 'thought'
  readonly order: number
  /** Same `message` and `block` as the entry that will replace it. */
  readonly message: string
  readonly block: number
  readonly text: string
}

export interface LiveTool {
  readonly kind: 'tool'
  readonly order: number
  /** Same `id` as the tool entry, and as `of` of the result that replaces it. */
  readonly id: string
  readonly name: string
  readonly title: string
  readonly input: string
  /** ISO 8601. */
  readonly at: string
  /** The tail of what it printed so far. */
  readonly text: string
  /** Units printed before `text` that are no longer held. */
  readonly dropped: number
  /** What it changes in files, as far as is known. */
  readonly changes?: readonly FileChange[]
}

export interface Permission {
  readonly id: PermissionId
  readonly order: number
  /** The tool call it is about. */
  readonly tool: string
  /** The title of the sub-agent that asks, where it is not the agent itself. */
  readonly from?: string
  readonly title: string
  /** What would be done, in full, where it is more than the title. */
  readonly detail?: string
  /** What would be changed in files. */
  readonly changes?: readonly FileChange[]
  /** For devices that answer by rules instead of asking a person. */
  readonly call?: AskedCall
  readonly options: readonly PermissionOption[]
}

/** What an agent asks about. */
export interface AskedCall {
  /** The tool's name, as the transcript has it. */
  readonly name: string
  /** The line it would run, to the letter, where it would run one. */
  readonly command?: string
}

export interface PermissionOption {
  readonly id: string
  /** The words on the button. */
  readonly name: string
  readonly kind: 'allow_once' | 'allow_always' | 'reject_once' | 'reject_always'
  /** The least role that may choose it, where that is more than the call's own. */
  readonly role?: Role
}

export interface PresentDevice {
  readonly id: DeviceId
  readonly name: string
  readonly role: Role
  /** ISO 8601. */
  readonly since: string
  /** The ticket it came by, so that the code that was shown can give way. */
  readonly ticket?: TicketId
}

/** What waits for a person's answer, the oldest first. */
export const openAsks = ({ permissions, questions }: Pick<RoomState, 'permissions' | 'questions'>) =>
  [...Object.values(permissions), ...Object.values(questions)].sort((a, b) => a.order - b.order)

export const livePromptKey = (id: string): string => `p:${id}`
export const liveReplyKey = (message: string, block: number): string => `m:${message}/${block}`
export const liveToolKey = (id: string): string => `t:${id}`
