// The calls that only a host can answer, for rooms that have none.

import type { Room } from '../../server/room/room.ts'

export const unavailable = (): never => {
  throw new Error('this room has no host')
}

export const noHost: ConstructorParameters<typeof Room>[0]['hostCalls'] = {
  open: unavailable,
  fork: unavailable,
  sessions: unavailable,
  glance: unavailable,
  rename: unavailable,
  tag: unavailable,
  ticket: unavailable,
  share: unavailable,
  devices: unavailable,
  device: unavailable,
  revoke: unavailable,
  admit: unavailable,
  links: unavailable,
  unlink: unavailable,
  background: unavailable,
  stopTask: unavailable,
}
