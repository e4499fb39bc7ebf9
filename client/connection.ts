// A device's connection to a room: handshake, resume, calls and outbox, the same in a browser, a terminal and a test.

import type { Clock } from '../shared/clock.ts'
import type { ByeCode } from '../shared/codes.ts'
import type { CallId, DeviceId, ImageId, RoomId } from '../shared/ids.ts'
import type { DeviceLimits } from '../shared/limits.ts'
import type { Pipe } from '../shared/pipe.ts'
import type { Method, Params, Results } from '../shared/protocol.ts'
import type { Role, Scope } from '../shared/roles.ts'
import type { RoomView } from '../shared/room-view.ts'
import { RoomConnection } from './room-connection.ts'

export { CallFailed } from './call-failed.ts'

/** What a device has in hand to prove who it is. Secrets are base64url; they are never sent. */
export type Credential =
  | { readonly kind: 'terminal' }
  /** Another terminal of the host's machine, over a socket that only its user can open. */
  | { readonly kind: 'local' }
  | { readonly kind: 'device'; readonly device: DeviceId; readonly secret: string }
  | { readonly kind: 'ticket'; readonly secret: string; readonly seed: string }
  | { readonly kind: 'link'; readonly token: string; readonly seed: string }

/** The connection, apart from what the agent does. */
export type ConnectionStatus =
  /** `since`: it was lost then, and this is another try; milliseconds since 1970. With `number` an owner compares it. */
  | { readonly is: 'connecting'; readonly since?: number; readonly number?: string }
  | { readonly is: 'catching-up' }
  | { readonly is: 'live' }
  /** Lost at `since`; the next try comes at `again`, earlier on `wake`. Milliseconds since 1970. */
  | { readonly is: 'reconnecting'; readonly since: number; readonly again: number }
  /** The host said no, or proved to be another; it takes a person to go on. */
  | { readonly is: 'ended'; readonly code: ByeCode | 'host_unproved' | 'closed'; readonly reason: string }

/** A mutation that has not been answered. */
export interface OutgoingCall<M extends Method = Method> {
  readonly id: CallId
  readonly method: M
  readonly params: Params<M>
  /** Milliseconds since 1970. */
  readonly at: number
  /** Made for this room; undefined until the device was first welcomed. */
  readonly room?: RoomId
  /** Made under this grant. */
  readonly device: DeviceId | undefined
  /** `sending` goes by itself; `asks` is too old, or of another grant or room: `resend` or `discard` it. */
  readonly standing: 'sending' | 'asks'
}

/** Where unanswered calls outlive the page. */
export interface OutboxStore {
  /** Asked again on every welcome: a device that came by a code learns only then in which room its calls are kept. */
  load(): OutgoingCall[]
  save(calls: readonly OutgoingCall[]): void
}

export interface ConnectionOptions {
  /** Opens a fresh pipe for each try; a rejected promise is a try that failed. `abandoned` aborts one that is not open yet. */
  readonly open: (abandoned: AbortSignal) => Promise<Pipe>
  readonly credential: Credential
  /** Told the lasting credential once a ticket or link was exchanged, before anything else happens. */
  readonly onCredential?: (credential: Credential) => void
  readonly room?: RoomId
  /** What the device calls itself. */
  readonly name: string
  readonly outbox: OutboxStore
  readonly limits: DeviceLimits
  readonly clock: Clock
  /** Random bytes, as many as asked for. */
  readonly random: (length: number) => Uint8Array
}

export interface Connection {
  readonly view: RoomView
  readonly status: ConnectionStatus
  readonly outbox: readonly OutgoingCall[]
  /** Known once welcomed. */
  readonly self:
    | { readonly device: DeviceId; readonly role: Role; readonly scope: Scope; readonly room: RoomId }
    | undefined
  /** Called after every change of any of the above; at most once for a burst of frames. */
  onChange(listener: () => void): () => void
  /** Resolves when the host has answered; a mutation is kept and sent again until it is. Rejects with `CallFailed`. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]>
  /** The id a prompt sent now would have is needed to show it at once: like `call('prompt')`, with its id. */
  prompt(
    text: string,
    images?: readonly ImageId[],
  ): { readonly id: CallId; readonly answered: Promise<Results['prompt']> }
  resend(call: CallId): void
  discard(call: CallId): void
  /** Brings the page before the first one shown; resolves without effect where there is none. */
  older(): Promise<void>
  /** The page became visible, or the network came back: try at once, and doubt an open socket that has been silent. */
  wake(): void
  /** `reason` is what its status says then. */
  close(reason?: string): void
}

/** Starts at once, and goes on trying until it is closed or refused. */
export const connect = (options: ConnectionOptions): Connection => new RoomConnection(options)
