// The session as the views see it: who is told of what.

import { effect } from '@preact/signals'
import { expect, test } from 'vitest'
import { memoryKeep } from '../../client/entry/keep.ts'
import { draftOf } from '../../client/phone/session/draft.ts'
import { refusedStore } from '../../client/phone/session/refused-store.ts'
import { openSession } from '../../client/phone/session/session.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { running } from './examples.ts'
import { PlayedConnection } from './stage/played-connection.ts'
import { joined, patch, prompt, room } from './wire.ts'

test('PH8 letters that come tell their own row, and nobody who shows the rest of the state', () => {
  const connection = new PlayedConnection()
  const keep = memoryKeep()
  const session = openSession({
    connection,
    limits: defaultLimits,
    draft: draftOf(keep, () => room),
    refused: refusedStore(keep, () => room),
  })
  const live = { 'm:m1/0': { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: 'Hel' } }
  connection.frames(...joined([prompt('p1', 'go')], { live, activity: running('p1') }))
  const told: string[] = []
  effect(() => void told.push(`state ${session.state.value?.activity.is}`))
  effect(() => void (session.rows.row('m:m1/0')?.value && told.push('row')))
  told.length = 0
  connection.frames({ t: 'delta', of: 'm:m1/0', offset: 3, text: 'lo' })
  expect(told).toEqual(['row'])
  connection.frames(patch({ activity: { is: 'idle', prompt: null, since: null } }))
  expect(told).toEqual(['row', 'state idle'])
  connection.frames(patch({ title: 'Renamed' }), patch({ agent: { hint: 'New' } }))
  expect(session.state.value).toMatchObject({ title: 'Renamed', agent: { hint: 'New' } })
})
