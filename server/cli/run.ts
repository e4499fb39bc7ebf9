// A session at this terminal, and with --remote for every device that is let in.

import {
  type Painted,
  paintSession,
  type RemoteInfo,
  runTerminal,
  type SessionInfo,
} from '../../client/terminal/index.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Host } from '../host.ts'
import type { AgentProfile } from '../room/agent.ts'
import type { Room } from '../room/room.ts'
import { settledChoice } from './choose-session.ts'
import { CommandFailed } from './failure.ts'
import { HostedRooms } from './hosted-rooms.ts'
import { type Listening, listen } from './listen.ts'
import type { Machine } from './machine.ts'
import { makeHost } from './make-host.ts'
import type { CommandOptions } from './options.ts'
import { HostedElsewhere, type OpenedSession, openSession } from './session.ts'
import { tidiesNowAndThen } from './tidying.ts'

/** Runs until the person leaves or the terminal is gone. Throws `CommandFailed`, or errors with a sentence of their own. */
export async function runSession(options: CommandOptions, machine: Machine): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandFailed(
      'A session needs a terminal window, without pipes. For one prompt, without a terminal, there is carryon --print.',
    )
  }
  const choice = await settledChoice(options.session, machine)
  const session = await openSession(choice, options.agent, machine).catch((problem: unknown) => {
    if (problem instanceof HostedElsewhere) return problem
    throw problem
  })
  if (session instanceof HostedElsewhere) {
    const { joinSession } = await import('./join.ts')
    return joinSession(session, options, machine)
  }
  try {
    await host(session, options, machine)
  } finally {
    session.release()
  }
}

async function host(session: OpenedSession, options: CommandOptions, machine: Machine): Promise<void> {
  const rooms = new Map<RoomId, Room>()
  const host = makeHost(rooms, machine, options)
  const hosted = new HostedRooms({ machine, host, rooms, agent: options.agent })
  const { agent, room } = hosted.host(session)
  const stopTidying = tidiesNowAndThen(machine)
  let listening: Listening | undefined
  try {
    listening = options.remote
      ? await listen({ options, session, machine, host, tell: (tone, text) => hosted.tell(tone, text) })
      : undefined
    hosted.port = listening?.port
    host.tasks.open()
    await atTheTerminal({ session, options, machine, host, agent, room, listening })
  } finally {
    stopTidying()
    // The rooms say good-bye first, then the port is let go, then the turns that run are written to their ends.
    host.tasks.close()
    const closed = hosted.close()
    await listening?.close()
    await closed
  }
}

interface Running {
  readonly session: OpenedSession
  readonly options: CommandOptions
  readonly machine: Machine
  readonly host: Host
  readonly agent: AgentProfile
  readonly room: Room
  readonly listening: Listening | undefined
}

async function atTheTerminal({ session, options, machine, host, agent, room, listening }: Running): Promise<void> {
  const { clock, limits, environment } = machine
  const info: SessionInfo = {
    id: session.log.id,
    transcriptPath: session.log.path,
    directory: session.room.directory,
    agent: agent.label.label,
    title: session.log.title,
  }
  const remote: RemoteInfo | undefined = listening && {
    ticket: await host.issueTicket(),
    onMoved: listening.onMoved,
  }
  const output = process.stdout
  const painted: Painted | undefined =
    remote && paintSession({ session: info, remote, environment, now: clock.now(), output })
  const { localConnection } = await import('./local-connection.ts')
  const connection = localConnection(host, machine)
  const ended = runTerminal({
    connection,
    session: info,
    remote,
    startWithSession: remote !== undefined,
    painted,
    starting: options.starting,
    firstPrompt: options.firstPrompt,
    clock,
    limits,
    environment,
  })
  // Only now: whoever waits for the code does not wait for the agent.
  setImmediate(() => void room.start(agent.start, options.starting))
  await ended
  connection.close()
}
