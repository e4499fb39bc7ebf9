// What a room's state is before anything has happened in it.

import type { RoomId } from '../../shared/ids.ts'
import type { AgentLabel, RoomState } from '../../shared/room-state.ts'
import type { TranscriptLog } from '../store/transcript-log.ts'

interface StateParts {
  readonly id: RoomId
  readonly directory: string
  readonly log: TranscriptLog
  readonly agent: AgentLabel
}

export const titleOf = (log: TranscriptLog, directory: string): string =>
  log.title ?? directory.split(/[\\/]/).findLast((part) => part !== '') ?? directory

export const firstState = (parts: StateParts): RoomState => ({
  room: parts.id,
  transcript: parts.log.id,
  title: titleOf(parts.log, parts.directory),
  directory: parts.directory,
  agent: parts.agent,
  activity: { is: 'starting' },
  queue: {},
  live: {},
  permissions: {},
  questions: {},
  devices: {},
})
