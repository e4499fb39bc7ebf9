// `carryon audit`: the journal of a session's room, as lines for people or as JSON.

import { plainLine } from '../../client/plain-text.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { readJournal } from '../store/journal.ts'
import { type RoomRecord, RoomRecords } from '../store/rooms.ts'
import { CommandFailed } from './failure.ts'
import { inWords } from './journal-words.ts'
import { carryonHome, type Machine } from './machine.ts'
import { foundSessions } from './sessions.ts'

/** What is printed. Throws `CommandFailed`. */
export async function audit(session: string | undefined, json: boolean, machine: Machine): Promise<string> {
  const home = carryonHome(machine)
  const room = await roomOf(session, new RoomRecords(home), machine)
  const records = readJournal(home, room.id)
  if (json) return JSON.stringify(records, undefined, 2)
  const words = inWords(records)
  return records.map(({ at }, place) => `${at}  ${plainLine(words[place] ?? '')}`).join('\n')
}

async function roomOf(session: string | undefined, rooms: RoomRecords, machine: Machine): Promise<RoomRecord> {
  if (session === undefined) {
    const newest = rooms.newestOf(machine.directory)
    if (newest) return newest
    throw new CommandFailed('No session of this directory was run with carryon. Name one: carryon audit <session>')
  }
  const found = await foundSessions({ all: true, search: session }, machine)
  const held = found.flatMap(({ sessionId }) => rooms.holding(sessionId as TranscriptId) ?? [])
  const [room, ...others] = held
  if (!room) throw new CommandFailed(`carryon has run no session that fits ${session}. Look: carryon sessions --all`)
  if (others.length > 0) throw new CommandFailed('Several sessions fit. Give more of its id: carryon sessions --all')
  return room
}
