// The session that the command line asks for: found or begun, locked, and opened with its room.

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import type { TranscriptId } from '../../shared/ids.ts'
import { chooseAgent } from '../agents/choose-agent.ts'
import { absentAgent } from '../agents/profiles.ts'
import { readConfig } from '../store/config.ts'
import { type FoundSession, findSession, newestSession } from '../store/find-session.ts'
import { isHolder, type Lock, type LockHolder, lockTranscript } from '../store/lock.ts'
import { createTranscript } from '../store/open-transcript.ts'
import { configFolder, configFolders, type StorePlaces } from '../store/paths.ts'
import { newRoom, type RoomRecord, RoomRecords } from '../store/rooms.ts'
import { folderNotMade, storageFailed } from '../store/storage-failed.ts'
import type { TranscriptLog } from '../store/transcript-log.ts'
import { CommandFailed } from './failure.ts'
import { carryonHome, type Machine } from './machine.ts'
import type { SessionChoice } from './options.ts'
import { fittingSessions } from './sessions.ts'

export interface OpenedSession {
  readonly room: RoomRecord
  readonly rooms: RoomRecords
  readonly log: TranscriptLog
  /** Opens another transcript for the room, which holds that one from then on. Throws as `openSession` does. */
  readonly openTranscript: (id: TranscriptId) => Promise<TranscriptLog>
  /** Takes those who connect to its lock's socket, on this machine and as this user. */
  readonly serve: (take: (connection: Socket) => void) => void
  /** This agent answers from now on, also when the session is gone on with. */
  readonly keepAgent: (name: string) => void
  /** Frees it for others. */
  readonly release: () => void
  /** Why this agent answers, where nobody asked for it. */
  readonly why: string | undefined
}

/** Another process runs it; whoever is at a terminal of this machine may join it there. */
export class HostedElsewhere extends CommandFailed {
  readonly transcript: TranscriptId
  readonly holder: LockHolder

  constructor(transcript: TranscriptId, holder: LockHolder) {
    super(`That session is open already, in process ${holder.pid}. Go on there, or scan its code with /session.`)
    this.transcript = transcript
    this.holder = holder
  }
}

interface Chosen {
  readonly transcript: TranscriptId
  readonly directory: string
  readonly configFolder: string
  /** Where it is, if it is there; Claude Code may keep it under another name than its directory's. */
  readonly path?: string
}

/** Opens what was chosen. Throws `CommandFailed`, or `StorageFailed` with a sentence of its own. */
export async function openSession(
  choice: SessionChoice,
  agent: string | undefined,
  machine: Machine,
): Promise<OpenedSession> {
  const home = carryonHome(machine)
  const rooms = new RoomRecords(home)
  const chosen = await chosenSession(choice, rooms, machine)
  const { transcript, directory } = chosen
  if (!existsSync(directory)) {
    throw new CommandFailed(
      `That session belongs to ${directory}, which is not there any more. Put it back, or start a new session.`,
    )
  }
  let lock = await locked(home, transcript)
  try {
    const known = rooms.holding(transcript)
    const wishes = { given: agent, session: known?.agent, configured: readConfig(home).agent }
    const { name, why } = chooseAgent(wishes, machine.environment, directory)
    const absent = agent === undefined ? undefined : absentAgent(agent, machine.environment, directory)
    if (absent !== undefined) throw new CommandFailed(absent)
    const now = machine.clock.now()
    const task = choice.kind === 'new' ? choice.task : undefined
    const begun = known ?? newRoom(transcript, directory, name, now)
    let room: RoomRecord = { ...begun, agent: name, hosted: now, store: chosen.configFolder, task }
    const { version, limits, clock } = machine
    const place =
      chosen.path === undefined ? { configFolder: chosen.configFolder, id: transcript } : { path: chosen.path }
    const log = createTranscript({ ...place, directory, version, limits, clock })
    let current = log
    writable(dirname(log.path))
    rooms.save(room)
    let take: ((connection: Socket) => void) | undefined
    const serve = (taker: (connection: Socket) => void): void => {
      take = taker
      lock.serve(taker)
    }
    const openTranscript = async (id: TranscriptId): Promise<TranscriptLog> => {
      const next = await locked(home, id)
      const before = existsSync(current.path) ? [...room.before, room.transcript] : room.before
      room = { ...(rooms.holding(room.transcript) ?? room), transcript: id, before, hosted: clock.now() }
      rooms.save(room)
      lock.release()
      lock = next
      if (take) lock.serve(take)
      current = createTranscript({ configFolder: chosen.configFolder, id, directory, version, limits, clock })
      return current
    }
    const keepAgent = (name: string): void => {
      room = { ...(rooms.holding(room.transcript) ?? room), agent: name }
      rooms.save(room)
    }
    return { room, rooms, log, openTranscript, keepAgent, serve, release: () => lock.release(), why }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function locked(home: string, transcript: TranscriptId): Promise<Lock> {
  const lock = await lockTranscript(home, transcript)
  if (!isHolder(lock)) return lock
  throw new HostedElsewhere(transcript, lock)
}

/** Better to hear now that nothing can be kept than after the first prompt. */
function writable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw folderNotMade(error, folder)
  }
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw storageFailed(error, 'write to', folder)
  }
}

async function chosenSession(choice: SessionChoice, rooms: RoomRecords, machine: Machine): Promise<Chosen> {
  const places: StorePlaces = machine
  const folders = configFolders(places)
  const { directory } = machine
  switch (choice.kind) {
    case 'pick':
      throw new CommandFailed('Say which session to go on with, by its id or title: carryon sessions lists them.')
    case 'new':
      return { transcript: machine.newId() as TranscriptId, directory, configFolder: configFolder(places) }
    case 'resume': {
      const found = findSession(folders, choice.id) ?? findSession(folders, await onlyFitting(choice.id, machine))
      if (found) return placeOf(found, directory)
      // What was cleared and not talked in since has no transcript yet.
      const cleared = rooms.holding(choice.id as TranscriptId)
      if (cleared && cleared.before.length > 0)
        return { transcript: cleared.transcript, directory: cleared.directory, configFolder: configFolder(places) }
      throw new CommandFailed(
        `There is no session ${choice.id} on this machine. carryon sessions --all lists those that are.`,
      )
    }
    case 'continue': {
      const found = newestSession(folders, directory, rooms.tasks())
      const room = rooms.newestOf(directory)
      // A room that nobody has said anything in yet has no transcript to be found by; what it left is not gone back to.
      const isNewer = room && (!found || room.hosted > found.modified || room.before.includes(found.id))
      if (room && isNewer && !findSession(folders, room.transcript)) {
        return { transcript: room.transcript, directory, configFolder: configFolder(places) }
      }
      const any = found ?? newestSession(folders, directory)
      if (any) return placeOf(any, directory)
      throw new CommandFailed(`There is no session in ${directory} to go on with. Start one: leave out --continue.`)
    }
  }
}

async function onlyFitting(text: string, machine: Machine): Promise<string> {
  const { ids, all } = await fittingSessions(text, machine)
  if (ids.length <= 1) return ids[0] ?? ''
  throw new CommandFailed(
    `${ids.length} sessions fit "${text}". Give more of one: see carryon sessions${all ? ' --all' : ''} --search "${text}".`,
  )
}

const placeOf = (found: FoundSession, here: string): Chosen => ({
  transcript: found.id,
  directory: found.directory ?? here,
  configFolder: found.configFolder,
  path: found.path,
})
