// The table of calls held against every role and scope.

import { expect, test } from 'vitest'
import { refusal } from '../../server/access/may.ts'
import type { RoomId } from '../../shared/ids.ts'
import { calls, type Method } from '../../shared/protocol.ts'
import { type Role, roles, type Scope } from '../../shared/roles.ts'

const here = 'here' as RoomId
const host: Scope = { kind: 'host' }
const guest: Scope = { kind: 'room', room: here }
const methods = Object.keys(calls) as Method[]
const allowed = (role: Role, scope: Scope, room = here) =>
  methods.filter((method) => refusal({ role, scope }, method, room) === undefined).sort()

test('AU16 each role may what the table says, and nothing above it', () => {
  expect(allowed('view', guest)).toEqual(['cost', 'output', 'page', 'picture', 'read', 'within'])
  expect(allowed('approve', guest)).toEqual([
    'answer',
    'cancel',
    'cost',
    'output',
    'page',
    'picture',
    'read',
    'respond',
    'stopWork',
    'within',
  ])
  expect(allowed('drive', guest)).toEqual([
    ...[
      'agent',
      'agents',
      'amend',
      'answer',
      'cancel',
      'clear',
      'compact',
      'configure',
      'cost',
      'output',
      'page',
      'picture',
      'prompt',
      'read',
      'release',
      'rename',
      'respond',
      'restart',
      'stopWork',
      'tag',
      'upload',
      'withdraw',
      'within',
    ],
  ])
  expect(allowed('owner', host)).toEqual([...methods].sort())
})

test('AU16 only a device of host scope lets others in, whatever its role', () => {
  expect(refusal({ role: 'owner', scope: guest }, 'ticket', here)).toMatchObject({ code: 'not_allowed' })
  expect(refusal({ role: 'drive', scope: host }, 'share', here)).toMatchObject({ code: 'not_allowed' })
})

test('AU16 a guest may nothing in another room', () => {
  for (const role of roles) expect(allowed(role, guest, 'elsewhere' as RoomId)).toEqual([])
  expect(allowed('view', host, 'elsewhere' as RoomId)).toEqual([
    'cost',
    'glance',
    'output',
    'page',
    'picture',
    'read',
    'sessions',
    'within',
  ])
})

test('AU16 every refusal says what to do', () => {
  for (const role of roles) {
    for (const method of methods) {
      const error = refusal({ role, scope: guest }, method, here)
      if (error) expect(error.message).toMatch(/\. Ask |Only a device of this computer’s owner/)
    }
  }
})
