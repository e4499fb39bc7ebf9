// A second terminal on a session that another process of this machine runs: it takes part there, as a device.

import { createConnection, type Socket } from 'node:net'
import { type Connection, connect } from '../../client/connection.ts'
import { runTerminal } from '../../client/terminal/index.ts'
import { StreamPipe } from '../local/stream-pipe.ts'
import { lockHolder } from '../store/lock.ts'
import { carryonHome, type Machine } from './machine.ts'
import type { CommandOptions } from './options.ts'
import type { HostedElsewhere } from './session.ts'

/** Runs until the person leaves, the host ends it, or the session is closed there. */
export async function joinSession(
  { transcript, holder }: HostedElsewhere,
  options: CommandOptions,
  machine: Machine,
): Promise<void> {
  const { clock, limits, environment, directory } = machine
  const connection = localConnection({ transcript, holder }, machine)
  await runTerminal({
    connection,
    session: { id: transcript, transcriptPath: '', directory, agent: `joining process ${holder.pid}` },
    remote: undefined,
    joined: { process: holder.pid },
    startWithSession: false,
    starting: options.starting,
    firstPrompt: options.firstPrompt,
    clock,
    limits,
    environment,
  })
  connection.close()
}

export function localConnection(
  { transcript }: Pick<HostedElsewhere, 'transcript' | 'holder'>,
  machine: Machine,
): Connection {
  const { clock, limits } = machine
  const connection = connect({
    async open() {
      const now = lockHolder(carryonHome(machine), transcript)
      const socket = now && (await opened(now.socket))
      if (socket) return new StreamPipe(socket, { clock, limits: { ...limits, inboundFrame: limits.hostFrame } })
      connection.close('The session was closed in the other terminal. carryon --continue goes on with it here.')
      throw new Error('nobody runs this session')
    },
    credential: { kind: 'local' },
    name: 'Terminal',
    outbox: { load: () => [], save: () => {} },
    limits,
    clock,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  })
  return connection
}

/** Undefined where nobody answers there. */
function opened(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}
