// `--permission-mode` with agents that offer it, call it otherwise, or have none.

import { expect, test } from 'vitest'
import { setAgent } from '../../client/print/agent-mode.ts'
import type { PermissionMode } from '../../client/print/permission-policy.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { settled } from '../harness/clock.ts'
import { ScriptedConnection } from '../terminal/scripted-connection.ts'

function withModes(...values: string[]): Partial<RoomState> {
  const choices = values.map((value) => ({ value, name: value }))
  const mode = { id: 'the-mode', order: 1, name: 'Mode', category: 'mode', current: 'auto', choices } as const
  return { options: { 'the-mode': mode } }
}

async function chosen(mode: PermissionMode, state: Partial<RoomState>): Promise<unknown> {
  const connection = new ScriptedConnection()
  const said = setAgent(connection, { mode })
  connection.live({ ...state, activity: { is: 'starting' } })
  await settled()
  expect(connection.made).toEqual([])
  connection.state({ activity: { is: 'idle' } })
  await settled()
  const [call] = connection.madeCalls('configure')
  call?.answer({})
  return (await said) ?? call?.params
}

test.each<[PermissionMode, string[], string]>([
  ['acceptEdits', ['default', 'acceptEdits', 'plan'], 'acceptEdits'],
  ['acceptEdits', ['default', 'autoEdit', 'yolo'], 'autoEdit'],
  ['bypassPermissions', ['default', 'autoEdit', 'yolo'], 'yolo'],
  ['dontAsk', ['default', 'plan'], 'default'],
  ['plan', ['build', 'plan'], 'plan'],
])('TK14 %s of an agent with %j is its %s', async (mode, values, value) => {
  expect(await chosen(mode, withModes(...values))).toEqual({ option: 'the-mode', value })
})

test('TK14 what an agent lacks is answered by rules; but planning is something that it must do itself', async () => {
  expect(await chosen('bypassPermissions', withModes('default'))).toBeUndefined()
  expect(await chosen('acceptEdits', {})).toBeUndefined()
  expect(await chosen('plan', {})).toMatch(/has no mode “plan”\. It offers no modes to choose from\.$/)
  expect(await chosen('plan', withModes('build'))).toMatch(/It has: build\.$/)
})

test('TK14 a model is chosen by a part of its name; one that the agent lacks is said, and no mode is chosen then', async () => {
  const connection = new ScriptedConnection()
  const choices = ['opus-9', 'sonnet-9'].map((value) => ({ value, name: value }))
  const model = { id: 'm', order: 1, name: 'Model', category: 'model', current: 'opus-9', choices } as const
  connection.live({ options: { m: model, ...withModes('plan').options } })
  void setAgent(connection, { mode: undefined, model: 'sonnet' })
  await settled()
  expect(connection.asked('configure')).toEqual([{ option: 'm', value: 'sonnet-9' }])
  expect(await setAgent(connection, { mode: 'plan', model: 'haiku' })).toMatch(
    /has no model “haiku”\. It has: opus-9, sonnet-9\.$/,
  )
  expect(connection.asked('configure')).toHaveLength(1)
})

test('an agent that does not start is the prompt’s to tell', async () => {
  const connection = new ScriptedConnection()
  const said = setAgent(connection, { mode: 'plan' })
  connection.live({ activity: { is: 'gone', reason: 'It is not here.' } })
  expect(await said).toBeUndefined()
})
