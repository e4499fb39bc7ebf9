// What is taken out of CARRYON_HOME, and above all what is not.

import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { carryonHome } from '../../server/cli/machine.ts'
import { openSession } from '../../server/cli/session.ts'
import { tidyHome } from '../../server/cli/tidy-home.ts'
import { tidiesNowAndThen } from '../../server/cli/tidying.ts'
import { openJournal, readJournal } from '../../server/store/journal.ts'
import { isHolder, lockTranscript } from '../../server/store/lock.ts'
import { type RoomRecord, RoomRecords } from '../../server/store/rooms.ts'
import type { CallId, DeviceId, RoomId, TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { recorded } from '../harness/recorded.ts'
import { aMachine } from '../harness/test-host.ts'

const { roomKept, leftovers } = defaultLimits

/** A machine with a session that is kept, and rooms to be looked at `later`, when they are old. */
async function anInstall() {
  const machine = aMachine()
  const home = carryonHome(machine)
  const store = join(machine.home, 'claude')
  const rooms = new RoomRecords(home)
  const record = (text: string) => recorded(store, machine.directory, [text])
  record('kept, so that the store is there')
  /** A room that was hosted and left, with a journal and a picture. */
  const hosted = async (session: { readonly id: TranscriptId }): Promise<RoomRecord> => {
    const opened = await openSession({ kind: 'resume', id: session.id }, 'shell', machine)
    const journal = openJournal(home, opened.room.id, () => machine.clock.now())
    journal.append({ t: 'opened', transcript: session.id, agent: 'shell' })
    journal.close()
    mkdirSync(join(home, 'images', opened.room.id), { recursive: true })
    writeFileSync(join(home, 'images', opened.room.id, 'picture'), 'png')
    opened.log.close()
    opened.release()
    return opened.room
  }
  const left = (room: RoomRecord): boolean[] =>
    [`rooms/${room.id}.json`, `journal/${room.id}.jsonl`, `images/${room.id}`].map((name) =>
      existsSync(join(home, name)),
    )
  const tidy = (after = roomKept + 1000): Promise<void> => {
    const now = Math.max(Date.now(), machine.clock.now()) + after
    return tidyHome({ home, limits: defaultLimits, clock: { ...machine.clock, now: () => now } })
  }
  return { machine, home, store, rooms, record, hosted, left, tidy }
}

const all = [true, true, true]
const none = [false, false, false]

test('TD1 a room whose conversation was deleted is forgotten with its journal and pictures, and no sooner than it is old', async () => {
  const { record, hosted, left, tidy, machine } = await anInstall()
  const [deleted, kept] = [record('deleted'), record('kept')]
  const [one, other] = [await hosted(deleted), await hosted(kept)]
  rmSync(deleted.path)
  await tidy(roomKept - 60_000)
  expect(left(one)).toEqual(all)
  await tidy()
  expect([left(one), left(other)]).toEqual([none, all])
  const again = await openSession({ kind: 'resume', id: kept.id }, 'shell', machine)
  expect(again.room.id).toBe(other.id)
  again.log.close()
  again.release()
})

test('TD1 a room stays as long as any conversation that it held', async () => {
  const { record, hosted, left, tidy, rooms } = await anInstall()
  const [before, now] = [record('before'), record('now')]
  const room = await hosted(now)
  rooms.save({ ...room, before: [before.id] })
  rmSync(now.path)
  await tidy()
  expect(left(room)).toEqual(all)
  rmSync(before.path)
  await tidy()
  expect(left(room)).toEqual(none)
})

test('TD1 a room stays while somebody has it open, however long ago that began', async () => {
  const { record, hosted, left, tidy, home } = await anInstall()
  const session = record('deleted')
  const room = await hosted(session)
  rmSync(session.path)
  const lock = await lockTranscript(home, session.id)
  if (isHolder(lock)) throw new Error('it is held')
  await tidy()
  expect(left(room)).toEqual(all)
  lock.release()
  await tidy()
  expect(left(room)).toEqual(none)
})

test('TD1 a room stays where a message waits in it, and where its journal was written to lately', async () => {
  const { record, hosted, left, tidy, home, machine } = await anInstall()
  const session = record('deleted')
  const room = await hosted(session)
  rmSync(session.path)
  const journal = openJournal(home, room.id, () => machine.clock.now())
  const by = { device: 'phone' as DeviceId, name: 'Phone' }
  journal.append({ t: 'prompt', id: 'waits' as CallId, text: 'later', by })
  journal.close()
  await tidy()
  expect(left(room)).toEqual(all)
  expect(readJournal(home, room.id)).toHaveLength(2)
  const again = openJournal(home, room.id, () => machine.clock.now())
  again.append({ t: 'withdrawn', id: 'waits' as CallId, by })
  again.close()
  const lately = (Date.now() + roomKept) / 1000
  utimesSync(join(home, 'journal', `${room.id}.jsonl`), lately, lately)
  await tidy()
  expect(left(room)).toEqual(all)
  await tidy(3 * roomKept)
  expect(left(room)).toEqual(none)
})

test('TD1 of a store that is not there, is empty, or is not known, nothing is forgotten', async () => {
  const { record, hosted, left, tidy, rooms, store } = await anInstall()
  const session = record('elsewhere')
  const [room, unknown] = [await hosted(session), { ...(await hosted(record('unknown'))), store: undefined }]
  rooms.save(unknown)
  rmSync(join(store, 'projects'), { recursive: true })
  await tidy()
  expect(left(room)).toEqual(all)
  mkdirSync(join(store, 'projects'))
  await tidy()
  expect(left(room)).toEqual(all)
  record('something else')
  await tidy()
  expect([left(room), left(unknown)]).toEqual([none, all])
})

test('TD1 a room that cannot be removed is in the way of no other', async () => {
  const { record, hosted, left, tidy, home } = await anInstall()
  const [one, two] = [record('one'), record('two')]
  const found = [await hosted(one), await hosted(two)]
  for (const { path } of [one, two]) rmSync(path)
  const [first = found[0]] = new RoomRecords(home).all().filter(({ id }) => found.some((room) => room.id === id))
  if (!first) throw new Error('there is no room')
  // A folder in the journal's place.
  rmSync(join(home, 'journal', `${first.id}.jsonl`))
  mkdirSync(join(home, 'journal', `${first.id}.jsonl`))
  await tidy(2 * roomKept)
  expect(found.filter((room) => left(room)[0]).map(({ id }) => id)).toEqual([first.id])
})

test('TD2 what a crash left is swept away once it is old: locks, sockets, files that were not put in place', async () => {
  const { home, tidy, machine } = await anInstall()
  const held = await lockTranscript(home, machine.newId() as TranscriptId)
  onTestFinished(() => {
    if (!isHolder(held)) held.release()
  })
  const locks = join(home, 'locks')
  const lives = readdirSync(locks)
  const write = (folder: string, name: string, text = ''): void => {
    mkdirSync(join(home, folder), { recursive: true })
    writeFileSync(join(home, folder, name), text)
  }
  const dead = machine.newId()
  write('locks', `${dead}.lock`, JSON.stringify({ pid: 1, socket: join(locks, 'dead.sock') }))
  for (const name of [
    'dead.sock',
    'left.sock',
    `${dead}.lock.0123456789abcdef`,
    `${machine.newId()}.lock.0123456789ab`,
  ])
    write('locks', name)
  write('rooms', 'r.json.1.new')
  write('tasks', 't.json.1.new')
  write('processes', 'p.json.draft')
  await tidy(leftovers - 60_000)
  expect(readdirSync(locks)).toHaveLength(lives.length + 5)
  expect(existsSync(join(home, 'rooms', 'r.json.1.new'))).toBe(true)
  await tidy(leftovers + 1000)
  expect(readdirSync(locks).sort()).toEqual(lives.sort())
  for (const folder of ['rooms', 'tasks', 'processes']) {
    expect(readdirSync(join(home, folder)).filter((name) => !name.endsWith('.json'))).toEqual([])
  }
})

test('TD3 a host does it once it has run for a while, and again after a day, until it ends', async () => {
  const { machine, rooms, store } = await anInstall()
  const { clock, limits } = machine
  const room = (id: string): RoomRecord => ({
    ...{ id: id as RoomId, directory: machine.directory, transcript: machine.newId() as TranscriptId, before: [] },
    ...{ agent: 'shell', hosted: clock.now() - 2 * roomKept, store },
  })
  const end = tidiesNowAndThen(machine)
  rooms.save(room('first'))
  await clock.pass(limits.tidyAfter - 1)
  expect(rooms.all()).toHaveLength(1)
  await clock.pass(1)
  await expect.poll(() => rooms.all()).toEqual([])
  rooms.save(room('second'))
  await expect.poll(() => clock.pass(limits.tidyAgain).then(() => rooms.all())).toEqual([])
  end()
  rooms.save(room('third'))
  await clock.pass(2 * limits.tidyAgain)
  expect(rooms.all()).toHaveLength(1)
})
