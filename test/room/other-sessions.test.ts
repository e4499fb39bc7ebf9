// Every call there is, made by the mightiest guest of one room with the names of another: nothing of that one comes back.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTranscript } from '../../server/store/open-transcript.ts'
import type { CallId, DeviceId, LinkId, PermissionId, RoomId, TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { calls, type Method, type Params } from '../../shared/protocol.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestHost } from '../harness/test-host.ts'

/** What the other room is known by. */
interface Other {
  readonly room: RoomId
  readonly session: TranscriptId
  /** Of its entries, prompts, tool calls and devices. */
  readonly ids: readonly string[]
}

/** What a guest would ask to get at another session; a call that is new is not forgotten, for this would not type-check. */
const hostile = ({ room, session, ids }: Other): { readonly [M in Method]: readonly Params<M>[] } => {
  const each = <T>(make: (id: string) => T): T[] => [...ids, session, room].map(make)
  return {
    prompt: [{ text: 'true' }],
    upload: each((id) => ({ image: id as never, size: 4, at: 0, data: 'AAAA' })),
    picture: each((of) => ({ of, index: 0, from: 0 })),
    withdraw: each((id) => ({ prompt: id as CallId })),
    amend: each((id) => ({ prompt: id as CallId, text: 'true' })),
    release: each((id) => ({ prompt: id as CallId })),
    answer: each((id) => ({ permission: id as PermissionId, option: 'once' })),
    respond: each((id) => ({ question: id as never, answer: { action: 'cancel' } })),
    // Names nothing but the agent's own options.
    configure: [{ option: 'mode', value: 'auto' }],
    cancel: each((id) => ({ prompt: id as CallId })),
    stopWork: each((id) => ({ work: id })),
    output: each((id) => ({ work: id })),
    restart: [{}],
    agents: [{}],
    agent: [{ name: 'shell' }],
    compact: [{}],
    cost: [{}],
    page: [{ before: 1_000_000 }, { before: 0 }, { before: 400, limit: 200 }],
    read: each((of) => ({ of, from: 0 })),
    within: each((of) => ({ of })),
    rename: [{ title: 'mine now', session }],
    tag: [
      { tag: 'mine-now', session },
      { tag: null, session },
    ],
    sessions: [{}, { all: true }, { search: session }],
    glance: [{ session }, { session, prompts: true }],
    open: [{ session }],
    fork: [{ session }, { session, upTo: ids[0] }, {}],
    background: [{ text: 'true' }],
    stopTask: each((id) => ({ task: id as never })),
    ticket: [{}],
    share: [{ role: 'drive' }],
    devices: [{}],
    device: each((id) => ({ device: id as DeviceId, role: 'view' as const })),
    revoke: each((id) => ({ device: id as DeviceId })),
    admit: each((id) => ({ visitor: id as never, option: 'owner' })),
    links: [{}],
    unlink: each((id) => ({ link: id as LinkId })),
    clear: [{}],
  }
}

test('SE2 whatever a guest calls, with whatever names, nothing of another session comes back and nothing of it changes', async () => {
  const it = await TestHost.start()
  const beans = it.record('secret beans', 'secret leeks')
  const picture = pictured(beans.path)
  const phone = it.join(it.first)
  const guest = it.guest(it.first, { role: 'owner' })
  await settled()
  await phone.ok('open', { session: beans.id })
  await settled()
  await phone.ok('rename', { title: 'secret title' })
  await phone.ok('tag', { tag: 'secret-tag' })
  for (const device of [guest, phone]) await device.until(() => device.view.state?.activity.is === 'idle')
  const room = phone.room
  if (room === undefined) throw new Error('the phone is nowhere')
  const ids = [...phone.view.entries.map(({ id }) => id), phone.view.position?.check ?? '', 'device-1']
  const before = readFileSync(beans.path, 'utf8')
  const shown = JSON.stringify(it.rooms.get(room)?.state)
  const asked = Object.entries(hostile({ room, session: beans.id, ids })) as [Method, readonly never[]][]
  expect(asked.map(([method]) => method).toSorted()).toEqual(Object.keys(calls).toSorted())
  for (const [method, all] of asked) {
    for (const params of all) {
      // Made for its own room, and as if it were in the other one.
      for (const meant of [it.first.id, room]) {
        guest.room = meant
        await answered(it, guest, method, params)
      }
    }
  }
  const heard = JSON.stringify(guest.frames)
  expect(heard.length).toBeGreaterThan(1000)
  for (const name of ['secret', picture, beans.id, room, beans.path]) expect(heard, name).not.toContain(name)
  expect(readFileSync(beans.path, 'utf8')).toBe(before)
  expect(JSON.stringify(it.rooms.get(room)?.state)).toBe(shown)
})

/** Adds a picture to a prompt and to what a tool answers; its bytes, as they would be sent. */
function pictured(path: string): string {
  const data = Buffer.from('a secret picture').toString('base64')
  const images = [{ type: 'image/png', data }] as const
  const log = openTranscript({ path, directory: '/', version: '0', limits: defaultLimits })
  log.append([
    { kind: 'prompt', uuid: 'look', text: 'secret look', images },
    { kind: 'tool', message: 'm', model: 'none', id: 'looks', name: 'Read', input: { file_path: 'secret.png' } },
    { kind: 'result', of: 'looks', text: '', images, failed: false },
  ])
  log.close()
  return data
}

/** Time passes until it is. */
async function answered(it: TestHost, guest: RoomDevice, method: Method, params: never): Promise<void> {
  let open = true
  const done = guest.call(method, params).finally(() => {
    open = false
  })
  while (open) {
    await settled()
    if (open) await it.machine.clock.pass(100)
  }
  await done
}
