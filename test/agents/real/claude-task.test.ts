// Tasks of the real Claude Code, offline: one that runs something in the background is not over before that is.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { HostedRooms } from '../../../server/cli/hosted-rooms.ts'
import { makeHost } from '../../../server/cli/make-host.ts'
import { openSession } from '../../../server/cli/session.ts'
import type { Room } from '../../../server/room/room.ts'
import type { CallId, DeviceId, RoomId } from '../../../shared/ids.ts'
import { claudeMachine } from './agent-machines.ts'
import { isInstalled } from './agent-room.ts'
import { processesIn } from './processes.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

const by = { device: 'phone' as DeviceId, name: 'Phone' }
const waits = 'while [ ! -e go ]; do sleep 0.1; done; echo gone'

async function aTask() {
  const { machine } = await claudeMachine(({ prompt, conversation, result }) => {
    if (conversation.includes('</task-notification>')) return [{ text: 'It is built.' }]
    if (result !== undefined || !prompt.includes('build')) return [{ text: 'It builds.' }]
    return [{ tool: 'Bash', input: { command: waits, description: 'Build', run_in_background: true } }]
  })
  const rooms = new Map<RoomId, Room>()
  const told = join(machine.home, 'told')
  const host = makeHost(rooms, machine, { notify: `echo "$CARRYON_TASK_TITLE: $CARRYON_TASK_STATE" >> ${told}` })
  const hosted = new HostedRooms({ machine, host, rooms, agent: 'shell' })
  onTestFinished(() => hosted.close())
  const first = hosted.host(await openSession({ kind: 'new' }, 'claude', machine)).room
  const task = await hosted.begin(first, { id: crypto.randomUUID() as string as CallId, text: 'build', by })
  return { machine, rooms, task, told }
}

it('TK15 its room stays while the command runs, and closes once the agent has answered its end', async () => {
  const { machine, rooms, task, told } = await aTask()
  const beside = '1 command in the background'
  await expect.poll(() => task.record).toMatchObject({ state: 'running', beside })
  expect(task.room.deserted).toBe(false)
  writeFileSync(join(machine.directory, 'go'), '')
  expect(await task.ended).toMatchObject({ state: 'done', last: 'It is built.' })
  await expect.poll(() => rooms.has(task.room.id)).toBe(false)
  await expect.poll(() => readFileSync(told, 'utf8')).toBe('build: done\n')
})

it('TK15 stopped, it leaves no process behind', async () => {
  const { machine, rooms, task } = await aTask()
  await expect.poll(() => task.record.beside).toBeDefined()
  const folder = machine.environment.CLAUDE_CONFIG_DIR ?? ''
  expect((await processesIn(folder)).length).toBeGreaterThan(1)
  await task.stop(by)
  expect(await task.ended).toMatchObject({ state: 'stopped' })
  await expect.poll(() => processesIn(folder)).toEqual([])
  await expect.poll(() => rooms.has(task.room.id)).toBe(false)
  expect(existsSync(join(machine.directory, 'go'))).toBe(false)
})
