// The wire: every frame, every call with the least role it takes, and the version. Rules: SPEC.md.

import type * as v from 'valibot'
import type { DrawnCode, KnownDevice, KnownLink, TicketIssued } from './access.ts'
import type { ByeCode, CallError } from './codes.ts'
import type { Cost } from './cost.ts'
import type { Entry, SummedUp } from './entries.ts'
import type { callFrameSchema, callParams, deviceFrameSchema, positionSchema } from './frame-schemas.ts'
import type { Challenge, Hello, Proof } from './handshake-frames.ts'
import type { CallId, DeviceId, LinkId, RoomId, TaskId, TranscriptId } from './ids.ts'
import type { ImageType } from './images.ts'
import type { FoundAgent, ListedSession } from './listed.ts'
import type { Json } from './merge-patch.ts'
import type { Role, Scope } from './roles.ts'
import type { PageStart } from './room-view.ts'
import type { Tasks } from './tasks.ts'
import type { AtTheDoor } from './visitors.ts'

/** One integer; the server ships its own phone, so a mismatch says "reload". */
export const protocolVersion = 1

/** Up to where a device has both logs. */
export type Position = v.InferOutput<typeof positionSchema>

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Every call: the least role, how far the device must reach, and whether it changes something: then it is kept in the
 * outbox, and made once however often it is sent.
 */
export const calls = {
  prompt: { role: 'drive', scope: 'room', changes: true },
  /** A piece of a picture that is to go with a prompt; answers how many bytes are here, from where to go on. */
  upload: { role: 'drive', scope: 'room', changes: false },
  /** A piece of a picture, as base64. `of` is the prompt's id, or that of the tool call that answered with it. */
  picture: { role: 'view', scope: 'room', changes: false },
  /** Takes a waiting prompt out of the queue. */
  withdraw: { role: 'drive', scope: 'room', changes: true },
  /** Gives a waiting prompt another text; refused once it may have begun. */
  amend: { role: 'drive', scope: 'room', changes: true },
  /** Sends a held or interrupted prompt after all. */
  release: { role: 'drive', scope: 'room', changes: true },
  answer: { role: 'approve', scope: 'room', changes: true },
  /** Answers a form of the agent's, or declines to. Words of one's own in it take `drive`: they steer the agent. */
  respond: { role: 'approve', scope: 'room', changes: true },
  /** Chooses one of what the agent offers: its mode, its model. Some choices take more than this role. */
  configure: { role: 'drive', scope: 'room', changes: true },
  /** Interrupts the turn of `prompt`, or with none given whatever runs; a turn that has ended is left alone. */
  cancel: { role: 'approve', scope: 'room', changes: true },
  /** Stops one thing that the agent has running by itself, where the agent has a way. */
  stopWork: { role: 'approve', scope: 'room', changes: true },
  /** The end of what a command of the agent's in the background has printed so far. */
  output: { role: 'view', scope: 'room', changes: false },
  /** Starts the agent anew, where it is gone or does nothing; what waits goes on waiting. */
  restart: { role: 'drive', scope: 'room', changes: true },
  /** The agents that could answer here. */
  agents: { role: 'drive', scope: 'room', changes: false },
  /** Another agent goes on with the conversation. A command line is taken from the host's own terminal only. */
  agent: { role: 'drive', scope: 'room', changes: true },
  /** A fresh conversation in the same room; what was said before is a session of its own. */
  clear: { role: 'drive', scope: 'room', changes: true },
  /** Sums the conversation up, so that the agent goes on from a summary. */
  compact: { role: 'drive', scope: 'room', changes: true },
  /** What this conversation has cost so far. */
  cost: { role: 'view', scope: 'room', changes: false },
  /** An older page of the transcript that the device shows. */
  page: { role: 'view', scope: 'room', changes: false },
  /** What the sub-agent said and did that this tool call started, the newest page or an older one. */
  within: { role: 'view', scope: 'room', changes: false },
  /** The rest of a text that was cut. `of` is the entry's id, or a tool call's for its result. */
  read: { role: 'view', scope: 'room', changes: false },
  /** Gives this session a title; with `session` another one, which takes host scope. */
  rename: { role: 'drive', scope: 'room', changes: true },
  /** Tags this session, or another one; null takes the tag away. */
  tag: { role: 'drive', scope: 'room', changes: true },
  /** The sessions on this computer, the newest first. */
  sessions: { role: 'view', scope: 'host', changes: false },
  /** What was said last in a session; with `prompts` only what it was asked, and more of that. */
  glance: { role: 'view', scope: 'host', changes: false },
  /** Goes on with another session; every device of host scope follows into its room. */
  open: { role: 'drive', scope: 'host', changes: true },
  /**
   * The same with a copy of this session, or of another one: of all of it, up to the entry `upTo`, or of what the prompt
   * `before` went on from.
   */
  fork: { role: 'drive', scope: 'host', changes: true },
  /** Runs a prompt in a session of its own beside this one: same directory, same agent; no device moves. */
  background: { role: 'drive', scope: 'host', changes: true },
  /** Stops a task that runs, wherever it does. */
  stopTask: { role: 'approve', scope: 'host', changes: true },
  /** A fresh ticket for a QR code, an owner's or with `link` that link's; the one before it stops working. */
  ticket: { role: 'owner', scope: 'host', changes: false },
  /** A signed session URL for one other device. */
  share: { role: 'owner', scope: 'host', changes: true },
  /** Every device that may come now. */
  devices: { role: 'owner', scope: 'host', changes: false },
  /** Names a device, or gives it another role, at once. */
  device: { role: 'owner', scope: 'host', changes: true },
  /** Takes a device's access back; its connections close at once. */
  revoke: { role: 'owner', scope: 'host', changes: true },
  /** Answers for somebody who waits at the door. */
  admit: { role: 'owner', scope: 'host', changes: true },
  /** The links by which devices may still come or have come. */
  links: { role: 'owner', scope: 'host', changes: false },
  /** Takes a link back, and the access of every device that came by it. */
  unlink: { role: 'owner', scope: 'host', changes: true },
} as const satisfies Record<string, CallRule>

interface CallRule {
  readonly role: Role
  readonly scope: Scope['kind']
  readonly changes: boolean
}

export type Method = keyof typeof calls

export type Params<M extends Method> = v.InferOutput<(typeof callParams)[M]>

export interface Results {
  prompt: { standing: 'queued' | 'running' }
  upload: { have: number }
  picture: { type: ImageType; data: string; total: number }
  withdraw: Record<string, never>
  amend: Record<string, never>
  release: Record<string, never>
  answer: Record<string, never>
  respond: Record<string, never>
  configure: Record<string, never>
  cancel: Record<string, never>
  stopWork: Record<string, never>
  /** `size` is that of all of it, in bytes. */
  output: { text: string; size: number }
  restart: Record<string, never>
  agents: { agents: readonly FoundAgent[] }
  agent: Record<string, never>
  /** The transcript of what was said before. */
  clear: { before: TranscriptId }
  /** The agent's own command is a prompt, which waits or runs. */
  compact: SummedUp | { made: 'by the agent'; standing: 'queued' | 'running' }
  cost: Cost
  page: { entries: readonly Entry[]; before: PageStart | null }
  within: { entries: readonly Entry[]; before: PageStart | null }
  /** `omitted` lines of a diff are not to be had this way. */
  read: { text: string; total: number; omitted?: number }
  rename: Record<string, never>
  tag: Record<string, never>
  sessions: { sessions: readonly ListedSession[]; total: number }
  glance: { entries: readonly Entry[] }
  open: { room: RoomId }
  fork: { room: RoomId; session: TranscriptId }
  background: { task: TaskId }
  stopTask: Record<string, never>
  ticket: TicketIssued
  devices: { devices: readonly KnownDevice[] }
  device: Record<string, never>
  revoke: Record<string, never>
  admit: Record<string, never>
  share: { link: LinkId; url: string; expires: string; role: Role; uses: number; code: DrawnCode }
  links: { links: readonly KnownLink[] }
  unlink: { devices: number }
}

export type CallFrame = v.InferOutput<typeof callFrameSchema>

export type DeviceFrame = v.InferOutput<typeof deviceFrameSchema> | Hello | Proof

// ── What the host sends ────────────────────────────────────────────────────────────────────────────────────────────

export type ServerFrame =
  | Challenge
  /** Shown until the welcome: an owner compares it, and has `within` milliseconds to say yes. */
  | { readonly t: 'confirm'; readonly number: string; readonly within: number }
  | {
      readonly t: 'welcome'
      readonly device: DeviceId
      readonly name: string
      readonly role: Role
      readonly scope: Scope
      readonly room: RoomId
      /** `from`: what follows continues the position given; `reset`: forget what was shown, it begins anew. */
      readonly resume: 'from' | 'reset'
    }
  | {
      readonly t: 'entries'
      readonly entries: readonly Entry[]
      readonly next: Position
      /** With a first page: where the page before it begins, null where this is all. */
      readonly before?: PageStart | null
      /** After a rewind: keep the entries up to and including this one (null: none), then add. */
      readonly keep?: string | null
    }
  /** Replay is over: what the device shows is now what the room holds. */
  | { readonly t: 'live' }
  /** A merge patch of the live state; with `whole` it replaces what the device held. */
  | { readonly t: 'state'; readonly patch: Json; readonly whole?: true }
  /** Text appended to the live part `of`; `offset` is in UTF-16 units. */
  | { readonly t: 'delta'; readonly of: string; readonly offset: number; readonly text: string }
  | { readonly t: 'result'; readonly id: CallId; readonly ok: unknown }
  | { readonly t: 'result'; readonly id: CallId; readonly error: CallError }
  /** What this device is called and may do, and how far, from now on. */
  | { readonly t: 'you'; readonly name: string; readonly role: Role; readonly scope: Scope }
  /** Who waits at the door, whole; to owners' devices alone. */
  | ({ readonly t: 'door' } & AtTheDoor)
  /** The host's tasks, whole; to devices of host scope alone. */
  | ({ readonly t: 'tasks' } & Tasks)
  | { readonly t: 'pong' }
  | { readonly t: 'bye'; readonly code: ByeCode; readonly reason: string }
