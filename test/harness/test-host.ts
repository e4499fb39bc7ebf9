// A host on a machine of its own, with real files and the shell agent: its rooms, and devices that join them.

import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Connection } from '../../client/connection.ts'
import { HostedRooms } from '../../server/cli/hosted-rooms.ts'
import { localConnection } from '../../server/cli/local-connection.ts'
import type { Machine } from '../../server/cli/machine.ts'
import { makeHost } from '../../server/cli/make-host.ts'
import { openSession } from '../../server/cli/session.ts'
import type { Host } from '../../server/host.ts'
import type { Room } from '../../server/room/room.ts'
import type { RoomId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { FakeClock } from './clock.ts'
import { type Recorded, recorded } from './recorded.ts'
import { type DeviceSetting, RoomDevice } from './room-device.ts'
import { temporaryFolder } from './temp.ts'

export function aMachine(
  limits: Partial<Limits> = {},
  home = temporaryFolder(),
): Machine & { readonly clock: FakeClock } {
  const directory = join(home, 'project')
  mkdirSync(directory)
  const environment = {
    PATH: '/usr/bin:/bin',
    SHELL: '/bin/sh',
    HOME: home,
    CARRYON_HOME: join(home, 'carryon'),
    CLAUDE_CONFIG_DIR: join(home, 'claude'),
  }
  return {
    version: '0',
    directory,
    environment,
    home,
    platform: 'linux',
    clock: new FakeClock(),
    limits: { ...defaultLimits, coalesce: 0, ...limits },
    newId: randomUUID,
  }
}

export class TestHost {
  readonly machine: ReturnType<typeof aMachine>
  readonly host: Host
  readonly rooms: Map<RoomId, Room>
  readonly hosted: HostedRooms
  /** The one it was started with. */
  readonly first: Room
  #devices = 0

  private constructor(
    machine: ReturnType<typeof aMachine>,
    session: Awaited<ReturnType<typeof openSession>>,
    confirm: boolean,
  ) {
    this.machine = machine
    this.rooms = new Map()
    this.host = makeHost(this.rooms, machine, { confirm })
    this.hosted = new HostedRooms({ machine, host: this.host, rooms: this.rooms, agent: 'shell' })
    const { room, agent } = this.hosted.host(session)
    this.first = room
    this.host.tasks.open()
    void room.start(agent.start)
  }

  static async start(machine = aMachine(), { confirm = false } = {}): Promise<TestHost> {
    const it = new TestHost(machine, await openSession({ kind: 'new' }, 'shell', machine), confirm)
    onTestFinished(() => it.close())
    return it
  }

  /** Time passes until all is closed. */
  async close(): Promise<void> {
    let open = true
    const closed = this.hosted.close().finally(() => {
      open = false
    })
    while (open) await this.machine.clock.pass(100)
    await closed
  }

  /** A session of this machine that nobody has open. */
  record(...prompts: string[]): Recorded {
    return recorded(join(this.machine.home, 'claude'), this.machine.directory, prompts)
  }

  /** A device in a room, of host scope where no other is given. */
  join(room: Room, setting: DeviceSetting = {}): RoomDevice {
    this.#devices += 1
    return new RoomDevice((guest) => room.join(guest), { device: `device-${this.#devices}`, ...setting })
  }

  /** A device that was let into this room alone. */
  guest(room: Room, setting: DeviceSetting = {}): RoomDevice {
    return this.join(room, { role: 'drive', scope: { kind: 'room', room: room.id }, ...setting })
  }

  /** The host's own terminal: a real connection through the door. */
  terminal(): Connection {
    const connection = localConnection(this.host, this.machine)
    onTestFinished(() => connection.close())
    return connection
  }
}
