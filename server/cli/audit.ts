// `carryon audit`: the journal of a session's room, as lines for people or as JSON.

import { plainLine } from '../../client/plain-text.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { type JournalRecord, readJournal } from '../store/journal.ts'
import { type RoomRecord, RoomRecords } from '../store/rooms.ts'
import { CommandFailed } from './failure.ts'
import { carryonHome, type Machine } from './machine.ts'
import { foundSessions } from './sessions.ts'

/** What is printed. Throws `CommandFailed`. */
export function audit(session: string | undefined, json: boolean, machine: Machine): string {
  const home = carryonHome(machine)
  const room = roomOf(session, new RoomRecords(home), machine)
  const records = readJournal(home, room.id)
  if (json) return JSON.stringify(records, undefined, 2)
  return records.map((record) => `${record.at}  ${plainLine(told(record))}`).join('\n')
}

function roomOf(session: string | undefined, rooms: RoomRecords, machine: Machine): RoomRecord {
  if (session === undefined) {
    const newest = rooms.newestOf(machine.directory)
    if (newest) return newest
    throw new CommandFailed('No session of this directory was run with carryon. Name one: carryon audit <session>')
  }
  const found = foundSessions({ all: true, search: session }, machine)
  const held = found.flatMap(({ sessionId }) => rooms.holding(sessionId as TranscriptId) ?? [])
  const [room, ...others] = held
  if (!room) throw new CommandFailed(`carryon has run no session that fits ${session}. Look: carryon sessions --all`)
  if (others.length > 0) throw new CommandFailed('Several sessions fit. Give more of its id: carryon sessions --all')
  return room
}

/** One record in words. */
function told(record: JournalRecord): string {
  switch (record.t) {
    case 'opened':
      return `opened ${record.transcript} with ${record.agent}`
    case 'session':
      return `${record.agent} calls it ${record.session}`
    case 'prompt':
      return `${record.by.name} prompted: ${record.text}`
    case 'dispatched':
      return `began ${record.id}`
    case 'written':
      return `the agent wrote ${record.id} as ${record.as}`
    case 'ended':
      return `ended ${record.id}: ${record.outcome}${record.reason === undefined ? '' : `, ${record.reason}`}`
    case 'withdrawn':
      return `${record.by.name} took ${record.id} out`
    case 'amended':
      return `${record.by.name} changed ${record.id}: ${record.text}`
    case 'released':
      return `${record.by.name} sent ${record.id} after all, as ${record.as}`
    case 'restarted':
      return `${record.by.name} started ${record.agent} again`
    case 'cleared':
      return `${record.by.name} left ${record.transcript} for a fresh conversation`
    case 'compacting':
      return `${record.by.name} had it summed up${record.instructions ? `: ${record.instructions}` : ''}`
    case 'compacted':
      return `summed up ${record.transcript}`
    case 'cost':
      return `it has cost ${record.amount} ${record.currency} so far`
    case 'agent':
      return `${record.by.name} had ${record.agent} go on`
    case 'asked':
      return `asked: ${record.title}`
    case 'decided':
      return `${record.by?.name ?? 'nobody'} ${record.allowed ? 'allowed' : 'refused'} ${record.tool}: ${record.option}`
    case 'questioned':
      return `asked: ${record.message}`
    case 'responded':
      return record.action === 'accept'
        ? `${record.by.name} answered: ${record.said}`
        : `${record.by.name} gave no answer`
    case 'configured':
      return `${record.by.name} chose ${record.value} as ${record.option}`
    case 'joined':
      return `${record.by.name} came, as ${record.role}`
    case 'left':
      return `${record.by.name} left`
    case 'shared':
      return `${record.by.name} made link ${record.link}: ${record.role}, ${record.uses} uses, until ${record.expires}`
    case 'unlinked':
      return `${record.by.name} took link ${record.link} back`
    case 'changed': {
      const changes = [record.name && `called it ${record.name}`, record.role && `made it ${record.role}`]
      return `${record.by.name} changed ${record.of.name}: ${changes.filter((change) => change !== undefined).join(', ')}`
    }
    case 'admitted':
      return record.as === 'nobody'
        ? `${record.by.name} sent ${record.of.name} away`
        : `${record.by.name} let ${record.of.name} in, as ${record.as}`
    case 'revoked':
      return `${record.by.name} took the access of ${record.of.name} back`
  }
}
