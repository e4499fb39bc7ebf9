// A whole host on 127.0.0.1 for a test: page, sockets, door and a scripted room, over the real network stack.

import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { openSocketPipe } from '../../client/socket-pipe.ts'
import { startWeb, type Web } from '../../server/web/start-web.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { type Doorstep, doorstep } from '../access/doorstep.ts'
import { roomId, ScriptedRoom } from '../client/scripted-room.ts'
import { phoneFolder } from './phone-folder.ts'

export interface Served {
  readonly web: Web
  readonly room: ScriptedRoom
  readonly step: Doorstep
  /** The pipes of all sockets, as the host sees them. */
  readonly accepted: Pipe[]
}

export async function served(
  options: {
    home?: string
    port?: number
    limits?: Partial<Limits>
    clock?: Clock
    room?: ScriptedRoom
    door?: boolean
  } = {},
): Promise<Served> {
  const step = doorstep({ home: options.home, limits: options.limits, clock: systemClock })
  const room = options.room ?? new ScriptedRoom()
  step.rooms.add(roomId)
  const accepted: Pipe[] = []
  const web = await startWeb({
    addresses: ['127.0.0.1'],
    port: options.port ?? 0,
    phoneFolder: phoneFolder(),
    instance: 'served',
    limits: step.limits,
    clock: options.clock ?? systemClock,
    accept(pipe, peer) {
      accepted.push(pipe)
      if (options.door === false) return
      void step.door.admit(pipe, peer).then((admission) => admission && room.join(admission))
    },
  })
  onTestFinished(() => web.close())
  return { web, room, step, accepted }
}

/** Opens a pipe as a program would; `port` may be a proxy's in front of it, `host` is what it says it asked for. */
export const open = (port: number, host = `127.0.0.1:${port}`): Promise<Pipe> =>
  openSocketPipe(
    `ws://127.0.0.1:${port}/ws`,
    class extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { host } })
      }
    },
  )
