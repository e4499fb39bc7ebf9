// Turns with a real agent as a test follows them on a device: real processes take real time.

import { openTranscript } from '../../../server/store/open-transcript.ts'
import { defaultLimits } from '../../../shared/limits.ts'
import type { Permission, PermissionOption } from '../../../shared/room-state.ts'
import { emptyView, fold, type RoomView } from '../../../shared/room-view.ts'
import { type RoomDevice, screenOf } from '../../harness/room-device.ts'
import type { AgentRoom } from './agent-room.ts'

export async function until(device: RoomDevice, condition: () => boolean): Promise<void> {
  const end = Date.now() + 40_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`It never came to that. The device shows:\n${told(device.view)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What a failure is seen by; what can be chosen and called is long and no part of it. */
function told(view: RoomView): string {
  const { commands: _, options: __, ...state } = view.state ?? {}
  const parts = Object.entries({ ...state, marks: Object.fromEntries(view.marks), tasks: view.tasks.tasks })
  return [...screenOf(view), ...parts.map(([name, part]) => `${name}: ${JSON.stringify(part)}`)].join('\n')
}

/** What the device has shown, frame by frame: looked at afterwards, so that nothing is missed that was there for a moment. */
export function everyScreen(device: RoomDevice): string[][] {
  let view = emptyView
  return device.frames.map((frame) => {
    view = fold(view, frame, defaultLimits)
    return screenOf(view)
  })
}

export const idle = (device: RoomDevice): Promise<void> =>
  until(device, () => device.view.state?.activity.is === 'idle' && Object.keys(device.view.state.live).length === 0)

/** Prompts and waits until all of the turn has been written down; returns the prompt's id. */
export async function settledTurn(room: AgentRoom, device: RoomDevice, text: string): Promise<string> {
  const id = crypto.randomUUID()
  // The shell's turns are over before anybody looks.
  let began = false
  const stop = room.room.onChange(() => {
    began ||= room.room.state.activity.is === 'running'
  })
  await device.ok('prompt', { text }, id)
  await until(device, () => began)
  stop()
  await idle(device)
  return id
}

/** Waits for the question that the agent asks and answers it with its option of this kind. */
export async function answer(device: RoomDevice, kind: PermissionOption['kind']): Promise<Permission> {
  const open = (): Permission | undefined => Object.values(device.view.state?.permissions ?? {})[0]
  await until(device, () => open() !== undefined)
  const permission = open()
  const option = permission?.options.find((one) => one.kind === kind)
  if (!permission || !option) throw new Error(`There is no ${kind} in ${JSON.stringify(permission)}.`)
  await device.ok('answer', { permission: permission.id, option: option.id })
  return permission
}

/** What the file says, read anew by somebody who was not there. */
export function fileScreen(path: string): string[] {
  const log = openTranscript({ path, directory: '/', version: 'test', limits: defaultLimits })
  const { entries, next } = log.page(undefined, 200)
  log.close()
  return screenOf(
    fold(emptyView, { t: 'entries', entries, next: { transcript: log.id, journal: 0, ...next } }, defaultLimits),
  )
}
