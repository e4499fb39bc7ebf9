// Frames and entries, as a host would send them to a phone.

import type { Entry } from '../../shared/entries.ts'
import type { DeviceId, RoomId, TranscriptId } from '../../shared/ids.ts'
import type { Json } from '../../shared/merge-patch.ts'
import type { Position, ServerFrame } from '../../shared/protocol.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room-state.ts'

export const phone = 'phone-device' as DeviceId
export const terminal = { device: 'terminal' as DeviceId, name: 'Terminal' }
export const room = 'AbCdEfGhIjKlMnOpQrStUv' as RoomId
export const transcript = '7b0f1f9e-5a55-4a77-9a7e-2f4e9d1c0b11' as TranscriptId
export const at = '2026-11-23T09:41:00.000Z'

const position = (offset: number): Position => ({ transcript, offset, check: 'c', journal: 0 })

export function roomState(change: Partial<RoomState> = {}): RoomState {
  return {
    room,
    transcript,
    title: 'Fix the flaky upload test',
    directory: '/home/ana/work/uploader',
    agent: { name: 'shell', label: 'shell, no AI', sign: '$', hint: 'Every message runs as a command in this folder.' },
    activity: { is: 'idle' },
    queue: {},
    live: {},
    permissions: {},
    questions: {},
    devices: {
      terminal: { id: terminal.device, name: 'Terminal', role: 'owner', since: '2026-11-23T09:40:00.000Z' },
      [phone]: { id: phone, name: 'iPhone · Safari', role: 'owner', since: '2026-11-23T09:41:00.000Z' },
    },
    ...change,
  }
}

export const welcome = (role: Role = 'owner', scope: Scope = { kind: 'host' }): ServerFrame => ({
  t: 'welcome',
  device: phone,
  name: 'iPhone · Safari',
  role,
  scope,
  room,
  resume: 'reset',
})

export const entries = (list: readonly Entry[], before: number | null = null): ServerFrame => ({
  t: 'entries',
  entries: list,
  next: position(list.length * 100),
  before,
})

export const more = (...list: readonly Entry[]): ServerFrame => ({ t: 'entries', entries: list, next: position(9_000) })

export const stateOf = (state: RoomState): ServerFrame => ({ t: 'state', patch: state as unknown as Json, whole: true })
export const patch = (change: Json): ServerFrame => ({ t: 'state', patch: change })

/** Joined, with this transcript and this live state. */
export function joined(
  list: readonly Entry[],
  change: Partial<RoomState> = {},
  role: Role = 'owner',
  scope?: Scope,
): ServerFrame[] {
  return [welcome(role, scope), stateOf(roomState(change)), entries(list), { t: 'live' }]
}

export const prompt = (id: string, text: string): Entry => ({ kind: 'prompt', id, at, text })
export const reply = (message: string, text: string, block = 0): Entry => ({
  kind: 'reply',
  id: `entry-${message}-${block}`,
  at,
  message,
  block,
  text,
})
export const tool = (id: string, name: string, title: string, input = ''): Entry => ({
  kind: 'tool',
  id,
  at,
  name,
  title,
  input,
})
export const result = (of: string, text: string, exit?: number): Entry => ({
  kind: 'result',
  id: `result-${of}`,
  at,
  of,
  text,
  failed: exit !== undefined && exit !== 0,
  exit,
})
