// `/background` with real agents, offline: a task in a session of its own, asked about and answered, beside a live one.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { HostedRooms } from '../../../server/cli/hosted-rooms.ts'
import type { Machine } from '../../../server/cli/machine.ts'
import { makeHost } from '../../../server/cli/make-host.ts'
import { openSession } from '../../../server/cli/session.ts'
import type { Room } from '../../../server/room/room.ts'
import type { RoomId } from '../../../shared/ids.ts'
import type { Task } from '../../../shared/tasks.ts'
import { RoomDevice } from '../../harness/room-device.ts'
import { realAgents } from './agent-machines.ts'
import { isInstalled } from './agent-room.ts'
import { answer, idle, until } from './device-turns.ts'
import type { Block } from './played-model.ts'
import { processesIn } from './processes.ts'

const commands: { readonly [agent: string]: (command: string) => Block } = {
  claude: (command) => ({ tool: 'Bash', input: { command, description: 'Make it' } }),
  opencode: (command) => ({ tool: 'bash', input: { command, description: 'Make it' } }),
  gemini: (command) => ({ tool: 'run_shell_command', input: { command, description: 'Make it' } }),
}

/** A host as the command runs it, with one session; whoever is in it. */
async function hostOf(machine: Machine, agent: string) {
  const rooms = new Map<RoomId, Room>()
  const host = makeHost(rooms, machine, { confirm: false })
  const hosted = new HostedRooms({ machine, host, rooms, agent })
  const { room, agent: profile } = hosted.host(await openSession({ kind: 'new' }, agent, machine))
  host.tasks.open()
  let closed = false
  const close = async (): Promise<void> => {
    if (!closed) await hosted.close()
    closed = true
  }
  onTestFinished(close)
  await room.start(profile.start)
  const join = (of: Room, device: string) => new RoomDevice((guest) => of.join(guest), { device })
  return { room, rooms, join, close }
}

for (const { agent, folder, machine: machineFor } of realAgents) {
  test.skipIf(!isInstalled(folder))(
    `TK8 ${agent} works at a task beside the session; what it asks is answered there, and its end is seen everywhere`,
    async () => {
      const command = commands[agent]
      if (!command) throw new Error(`Nobody knows how ${agent} runs a command.`)
      const { machine } = await machineFor(({ prompt, result }) => {
        if (!prompt.includes('make it')) return [{ text: 'Hello.' }]
        return result === undefined ? [command('mkdir made')] : [{ text: 'It is made.' }]
      })
      const { room, rooms, join: joins, close } = await hostOf(machine, agent)
      const [phone, laptop] = [joins(room, 'phone'), joins(room, 'laptop')]
      const task = (): Task | undefined => laptop.view.tasks.tasks[0]
      await phone.ok('background', { text: 'make it' })
      await until(laptop, () => task()?.state === 'needs_you')
      await phone.ok('prompt', { text: 'hello' })
      await until(phone, () => phone.screen.includes('reply Hello.'))
      const beside = [...rooms.values()].find((one) => one.id !== room.id)
      if (!beside) throw new Error('The task has no room.')
      const visitor = joins(beside, 'visitor')
      await answer(visitor, 'allow_once')
      await until(laptop, () => task()?.state === 'done')
      expect(task()).toMatchObject({ title: 'make it', last: 'It is made.', directory: machine.directory })
      expect(existsSync(join(machine.directory, 'made'))).toBe(true)
      await idle(phone)
      expect(phone.screen).toEqual(['prompt hello', 'reply Hello.'])
      await close()
      await expect.poll(() => processesIn(machine.environment.CLAUDE_CONFIG_DIR ?? '')).toEqual([])
    },
    120_000,
  )
}
