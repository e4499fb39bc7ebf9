// The wire: every frame, every call with the least role it takes, the version and the close codes. Rules: SPEC.md.

import type * as v from 'valibot'
import type { Cost } from './cost.ts'
import type { Entry, Person, SummedUp } from './entries.ts'
import type {
  callFrameSchema,
  callParams,
  deviceFrameSchema,
  helloSchema,
  positionSchema,
  proofBodySchema,
  proofSchema,
  whoSchema,
} from './frame-schemas.ts'
import type { CallId, DeviceId, LinkId, RoomId, TaskId, TicketId, TranscriptId } from './ids.ts'
import type { ImageType } from './images.ts'
import type { Json } from './merge-patch.ts'
import type { Role, Scope } from './roles.ts'
import type { PageStart } from './room-view.ts'
import type { Tasks } from './tasks.ts'
import type { AtTheDoor } from './visitors.ts'

/** One integer; the server ships its own phone, so a mismatch says "reload". */
export const protocolVersion = 1

// ── Positions ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Position = v.InferOutput<typeof positionSchema>

// ── Handshake ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Who asks. `seed` is made by the device once and kept, so that a lost answer can be asked for again. */
export type Who = v.InferOutput<typeof whoSchema>

export type Hello = v.InferOutput<typeof helloSchema>

/** `body` is the JSON text of `ChallengeBody`, a text because the proofs cover its very bytes. */
export interface Challenge {
  readonly t: 'challenge'
  readonly body: string
  readonly proof: string
}
export interface ChallengeBody {
  readonly v: number
  readonly nonce: string
  /** The host's half of a new device's secret; absent where the device already has one. */
  readonly seed?: string
  /** X25519 public key of this one try, as in `hello`. */
  readonly share?: string
}

/** `body` is the JSON text of `ProofBody`. */
export type Proof = v.InferOutput<typeof proofSchema>
export type ProofBody = v.InferOutput<typeof proofBodySchema>

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Every call: the least role, how far the device must reach, and whether it changes something: then it is kept in the
 * outbox, and made once however often it is sent.
 */
export const calls = {
  prompt: { role: 'drive', scope: 'room', changes: true },
  /** A piece of a picture that is to go with a prompt; answers how many bytes are here, from where to go on. */
  upload: { role: 'drive', scope: 'room', changes: false },
  /** A piece of a picture in the transcript, as base64. `of` is the prompt's id. */
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
  /** What was said last in a session. */
  glance: { role: 'view', scope: 'host', changes: false },
  /** Goes on with another session; every device of host scope follows into its room. */
  open: { role: 'drive', scope: 'host', changes: true },
  /** The same with a copy of this session, or of another one; `upTo` is the last entry to copy. */
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
  read: { text: string; total: number }
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

/** An agent that carryon knows, or that the host lists. */
export interface FoundAgent {
  /** As `agent` takes it. */
  readonly name: string
  readonly label: string
  /** It is on this computer. */
  readonly found: boolean
  readonly current: boolean
  /** How to get it. */
  readonly install?: string
}

/** A link that is out; times are ISO 8601. */
export interface KnownLink {
  readonly link: LinkId
  readonly room: RoomId
  readonly role: Role
  /** How many devices may come by it. */
  readonly uses: number
  /** Those that came. */
  readonly used: readonly Person[]
  readonly created: string
  readonly expires: string
}

/** One of the computer's sessions, as a list shows it. */
export interface ListedSession {
  readonly session: TranscriptId
  readonly title: string
  /** When it was written to last; ISO 8601. */
  readonly modified: string
  /** Of its transcript, in bytes. */
  readonly size: number
  readonly directory?: string
  /** The git branch it was last on. */
  readonly branch?: string
  readonly tag?: string
}

/** Times are ISO 8601. */
export interface KnownDevice {
  readonly device: DeviceId
  readonly name: string
  readonly role: Role
  readonly scope: Scope
  readonly lastSeen: string
  /** A terminal that joined on the host's machine has none: it stays until it leaves. */
  readonly expires?: string
  /** Where it came from the last time; an IP address. */
  readonly address?: string
  /** It is connected to this host. */
  readonly here: boolean
  /** The link it came by. */
  readonly link?: LinkId
}

/** A QR code to be drawn: `size` modules a side, the dark ones as one SVG path. */
export interface DrawnCode {
  readonly size: number
  readonly path: string
}

export interface TicketIssued {
  readonly ticket: TicketId
  /** What the QR code holds. */
  readonly url: string
  /** ISO 8601. */
  readonly expires: string
  /** What carryon found out about the address: nobody can reach it, or only this machine. */
  readonly warning?: string
  /** Where it was asked for. */
  readonly code?: DrawnCode
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

// ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const callErrorCodes = [
  'bad_request',
  'unknown_call',
  'not_allowed',
  'other_room',
  'already_resolved',
  'not_found',
  'too_large',
  'too_many',
  'queue_full',
  'storage_failed',
  'unavailable',
] as const
export type CallErrorCode = (typeof callErrorCodes)[number]

export interface CallError {
  readonly code: CallErrorCode
  /** One sentence for people, with what to do next. */
  readonly message: string
}

/** Why a host ends a connection; the device shows `reason` and knows by the code whether to come again. */
export const byeCodes = [
  'version',
  'bad_frame',
  'handshake_late',
  'busy',
  'unknown_ticket',
  'ticket_expired',
  'ticket_used',
  'link_malformed',
  'link_foreign',
  'link_expired',
  'link_used',
  'link_revoked',
  'unknown_device',
  'grant_expired',
  'proof_failed',
  'unknown_room',
  'revoked',
  'turned_away',
  'not_confirmed',
  'storage_failed',
  'closing',
] as const
export type ByeCode = (typeof byeCodes)[number]

/** A device comes again by itself after these; after any other it says why and waits for a person. */
export const passingByes: readonly ByeCode[] = ['busy', 'handshake_late', 'closing']

/** WebSocket close codes; 4000 to 4999 are an application's own. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  tooBig: 1009,
  refused: 4403,
  bad: 4400,
} as const
