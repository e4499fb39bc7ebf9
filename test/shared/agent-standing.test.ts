// What every device says of the agent, worked out from the live state.

import { expect, test } from 'vitest'
import { standingOf } from '../../shared/agent-standing.ts'
import type { CallId, PermissionId } from '../../shared/ids.ts'
import type { Permission, RoomState } from '../../shared/room-state.ts'

const since = '2026-01-01T00:00:00.000Z'
const running = { is: 'running', prompt: 'p' as CallId, since } as const
const stalled = { since, in: 'make' }
const permission: Permission = { id: 'a' as PermissionId, order: 1, tool: 't', title: 'make', options: [] }

const standing = (activity: RoomState['activity'], asks = false) =>
  standingOf({ activity, permissions: asks ? { a: permission } : {}, questions: {} })

test('WD3 an agent that waits for a person needs you, however long it has been silent; one that is stopped is stopping', () => {
  expect(standing({ is: 'idle' })).toEqual({ is: 'idle' })
  expect(standing(running)).toEqual({ is: 'running', since })
  expect(standing({ ...running, stalled })).toEqual({ is: 'stalled', since, in: 'make' })
  expect(standing({ ...running, stalled }, true)).toEqual({ is: 'needs-you', since })
  expect(standing({ ...running, stopping: true }, true)).toEqual({ is: 'stopping', since })
  expect(standing({ is: 'gone', reason: 'It crashed.' }, true)).toEqual({ is: 'gone', reason: 'It crashed.' })
})
