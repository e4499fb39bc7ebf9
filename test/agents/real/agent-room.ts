// A room as the command opens it, with a real agent, on a machine of its own: nothing of this one's is seen by either.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { refusal } from '../../../server/access/may.ts'
import { agentChoice } from '../../../server/agents/agent-choice.ts'
import { spawnGroup } from '../../../server/agents/process-group.ts'
import { agentProfile } from '../../../server/agents/profiles.ts'
import type { Machine } from '../../../server/cli/machine.ts'
import type { SessionChoice } from '../../../server/cli/options.ts'
import { openSession } from '../../../server/cli/session.ts'
import { Room } from '../../../server/room/room.ts'
import { openJournal } from '../../../server/store/journal.ts'
import { systemClock } from '../../../shared/clock.ts'
import { defaultLimits } from '../../../shared/limits.ts'
import type { Role } from '../../../shared/roles.ts'
import type { StartingOptions } from '../../../shared/starting-options.ts'
import { noTasks } from '../../../shared/tasks.ts'
import { nobodyAtTheDoor } from '../../../shared/visitors.ts'
import { noHost } from '../../harness/no-host.ts'
import { RoomDevice } from '../../harness/room-device.ts'
import { temporaryFolder } from '../../harness/temp.ts'

const tools = fileURLToPath(new URL('../../../.test-tools', import.meta.url))

/** Packages whose script only fetches or finds the program, which comes in a package for each platform. */
const native: { readonly [agent: string]: string | undefined } = {
  opencode: `opencode-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}/bin`,
}

/** Where the programs of an agent installed for tests are. */
export const programsOf = (agent: string): string => join(tools, agent, 'node_modules', native[agent] ?? '.bin')

export const isInstalled = (agent: string): boolean => existsSync(programsOf(agent))

/** Whatever would leave this machine meets a closed door. */
const nowhere = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost' }

/** A machine with the agents of these folders, and nothing else in its environment but what is given. */
export function agentMachine(agents: readonly string[], environment: Readonly<Record<string, string>> = {}): Machine {
  const folder = temporaryFolder()
  const [home, directory] = [join(folder, 'home'), join(folder, 'project')]
  for (const path of [home, directory]) mkdirSync(path)
  const PATH = [...agents.map(programsOf), join(process.execPath, '..'), '/usr/local/bin:/usr/bin:/bin'].join(':')
  return {
    version: 'test',
    directory,
    environment: {
      ...nowhere,
      PATH,
      HOME: home,
      SHELL: '/bin/sh',
      CLAUDE_CONFIG_DIR: join(home, '.claude'),
      ...environment,
    },
    home,
    platform: process.platform,
    clock: systemClock,
    limits: defaultLimits,
    newId: () => crypto.randomUUID(),
  }
}

export interface AgentRoom {
  readonly room: Room
  /** The transcript that the room holds now. */
  readonly path: string
  join(device?: string, role?: Role): RoomDevice
  /** As when the command ends. */
  close(): Promise<void>
}

interface Beginning {
  /** As on the command line. */
  readonly starting?: StartingOptions
  /** While the agent is being started. */
  readonly meanwhile?: (room: Room) => Promise<unknown>
}

export async function agentRoom(
  machine: Machine,
  agent: string,
  choice: SessionChoice = { kind: 'new' },
  { starting, meanwhile }: Beginning = {},
): Promise<AgentRoom> {
  const session = await openSession(choice, agent, machine)
  const { clock, limits, newId, environment, version } = machine
  const { id, directory } = session.room
  const setting = { directory, environment, clock, limits, spawn: spawnGroup, newId, version }
  const profile = agentProfile(agent, setting)
  const agents = agentChoice({ setting, listed: [], keep: session.keepAgent })
  const journal = openJournal(`${machine.home}/.carryon`, id, () => clock.now())
  const imageFolder = join(machine.home, '.carryon', 'images')
  const parts = { id, directory, journal, imageFolder, agent: profile.label, limits, clock, newId, refusal, agents }
  let path = session.log.path
  const openTranscript: typeof session.openTranscript = async (transcript) => {
    const log = await session.openTranscript(transcript)
    path = log.path
    return log
  }
  const room = new Room({ ...parts, log: session.log, openTranscript, hostCalls: noHost, besides })
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await room.close()
    session.release()
  }
  onTestFinished(close)
  const started = room.start(profile.start, starting)
  await meanwhile?.(room)
  await started
  return {
    room,
    get path() {
      return path
    },
    join: (device = 'phone', role = 'owner') => new RoomDevice((guest) => room.join(guest), { device, role, limits }),
    close,
  }
}

const besides = { door: () => nobodyAtTheDoor, tasks: () => noTasks }
