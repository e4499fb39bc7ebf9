// `carryon sessions`, and `--resume` by id, by its beginning and by words.

import { randomUUID } from 'node:crypto'
import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { since } from '../../client/ago.ts'
import type { Machine } from '../../server/cli/machine.ts'
import type { SessionChoice } from '../../server/cli/options.ts'
import { openSession } from '../../server/cli/session.ts'
import { foundSessions, sessionLines } from '../../server/cli/sessions.ts'
import { createTranscript } from '../../server/store/open-transcript.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'

function aMachine(): Machine & { readonly other: string } {
  const home = temporaryFolder()
  const directory = join(home, 'project')
  const other = join(home, 'other')
  for (const folder of [directory, other]) mkdirSync(folder)
  const environment = { CARRYON_HOME: join(home, 'carryon'), CLAUDE_CONFIG_DIR: join(home, 'claude') }
  const clock = new FakeClock()
  return {
    version: '0',
    directory,
    other,
    environment,
    home,
    platform: 'linux',
    clock,
    limits: defaultLimits,
    newId: randomUUID,
  }
}

let count = 0

function session(machine: Machine, directory: string, prompt: string, title?: string): TranscriptId {
  const id = randomUUID() as TranscriptId
  const configFolder = join(machine.home, 'claude')
  const log = createTranscript({ configFolder, id, directory, version: '0', limits: defaultLimits })
  log.append([{ kind: 'prompt', uuid: randomUUID(), text: prompt }])
  if (title !== undefined) log.append([{ kind: 'title', title }])
  log.close()
  // Each a minute newer than the one before.
  const at = machine.clock.now() / 1000 - 3600 + 60 * ++count
  utimesSync(log.path, at, at)
  return id
}

async function resumed(choice: SessionChoice, machine: Machine): Promise<TranscriptId> {
  const opened = await openSession(choice, 'shell', machine)
  opened.release()
  opened.log.close()
  return opened.log.id
}

const resume = (id: string): SessionChoice => ({ kind: 'resume', id })

test('lists this directory’s sessions, the newest first, or all, and finds words in titles and prompts', async () => {
  const machine = aMachine()
  const first = session(machine, machine.directory, 'water the beans')
  const second = session(machine, machine.directory, 'ls', 'Auth refactor')
  const elsewhere = session(machine, machine.other, 'weed the leeks')
  const ids = async (options: { all: boolean; search?: string }) =>
    (await foundSessions({ search: undefined, ...options }, machine)).map(({ sessionId }) => sessionId)
  expect(await ids({ all: false })).toEqual([second, first])
  expect(await ids({ all: true })).toEqual([elsewhere, second, first])
  expect(await ids({ all: false, search: 'AUTH' })).toEqual([second])
  expect(await ids({ all: true, search: 'the' })).toEqual([elsewhere, first])
  expect(await ids({ all: true, search: first.slice(0, 8) })).toEqual([first])
  expect(await ids({ all: true, search: 'carrots' })).toEqual([])
})

test('for people a line fits the terminal and is harmless; for programs nothing is cut', async () => {
  const machine = aMachine()
  session(machine, machine.directory, `escape \u001b]0;owned\u0007 ${'long '.repeat(40)}`)
  const sessions = await foundSessions({ all: false, search: undefined }, machine)
  const now = machine.clock.now()
  const lines = sessionLines(sessions, { all: false, searched: false, width: 80, now }).split('\n')
  expect(lines.every((line) => line.length <= 80)).toBe(true)
  expect(lines[0]?.length).toBe(80)
  expect(lines.join('')).not.toContain('\u001b')
  const whole = sessionLines(sessions, { all: false, searched: false, width: undefined, now })
  expect(whole).toContain(sessions[0]?.sessionId)
  const none = (searched: boolean) => sessionLines([], { all: false, searched, width: 80, now })
  expect(none(true)).toBe('No session fits in this directory. Look in all of them: carryon sessions --all')
  expect(none(false)).toMatch(/^There is no session in this directory/)
})

test('times are told as people tell them', () => {
  const minute = 60_000
  const told = [0, 5, 90, 60 * 50, 60 * 24 * 800].map((minutes) => since(0, minutes * minute))
  expect(told).toEqual(['just now', '5 min ago', '1 h ago', '2 d ago', '2 y ago'])
})

test('a session is resumed by its id, by the beginning of it, and by words that only it has', async () => {
  const machine = aMachine()
  const auth = session(machine, machine.directory, 'ls', 'Auth refactor')
  const beans = session(machine, machine.other, 'water the beans')
  expect(await resumed(resume(auth), machine)).toBe(auth)
  expect(await resumed(resume(auth.slice(0, 8)), machine)).toBe(auth)
  expect(await resumed(resume('auth REF'), machine)).toBe(auth)
  expect(await resumed(resume('beans'), machine)).toBe(beans)
})

test('words that fit several sessions, or none, are answered with what to do', async () => {
  const machine = aMachine()
  session(machine, machine.directory, 'water the beans')
  session(machine, machine.directory, 'weed the beans')
  await expect(resumed(resume('beans'), machine)).rejects.toThrow(
    /^2 sessions fit "beans"\. .*carryon sessions --search "beans"/,
  )
  await expect(resumed(resume('carrots'), machine)).rejects.toThrow(
    /There is no session carrots .*carryon sessions --all/,
  )
})

test('of a session’s words in this directory and elsewhere, this directory’s is meant', async () => {
  const machine = aMachine()
  const here = session(machine, machine.directory, 'water the beans')
  session(machine, machine.other, 'water the beans')
  expect(await resumed(resume('beans'), machine)).toBe(here)
})

test('an id leads nowhere outside the store', async () => {
  const machine = aMachine()
  for (const id of ['../../etc/passwd', '..', '/etc/passwd', 'a/b', '.']) {
    await expect(resumed(resume(id), machine)).rejects.toThrow(/There is no session/)
  }
})

test('a session that is open elsewhere says where', async () => {
  const machine = aMachine()
  const id = session(machine, machine.directory, 'ls')
  const opened = await openSession(resume(id), 'shell', machine)
  onTestFinished(() => opened.release())
  await expect(openSession(resume(id), 'shell', machine)).rejects.toThrow(`in process ${process.pid}`)
  opened.log.close()
})
