// `/model`, `/mode`, `/effort` and `/plan`, and commands that the agent announced.

import { describe, expect, it } from 'vitest'
import { announcedIn } from '../../client/commands/announced.ts'
import { type CommandSetting, runCommand } from '../../client/commands/command.ts'
import { deviceCommands } from '../../client/commands/index.ts'
import { readLine } from '../../client/commands/slash-line.ts'
import type { AgentOption } from '../../shared/agent-board.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { idleState, ScriptedConnection } from '../terminal/scripted-connection.ts'

const mode: AgentOption = {
  id: 'the-mode',
  order: 0,
  name: 'Mode',
  category: 'mode',
  current: 'default',
  choices: [
    { value: 'default', name: 'Always ask' },
    { value: 'plan', name: 'Plan mode' },
    { value: 'bypass', name: 'Bypass', role: 'owner' },
  ],
}
const model: AgentOption = {
  id: 'model',
  order: 1,
  name: 'Model',
  category: 'model',
  current: 'fast',
  choices: [
    { value: 'fast', name: 'Fast' },
    { value: 'vendor/deep-1', name: 'Deep One' },
    { value: 'vendor/deep-2', name: 'Deep Two' },
  ],
}

function played(state: Partial<RoomState> = { options: { 'the-mode': mode, model } }) {
  const connection = new ScriptedConnection()
  connection.live(state)
  const said: string[] = []
  const here: CommandSetting = { connection, say: (text) => said.push(text), chooseSession: () => {}, now: () => 0 }
  const run = async (line: string): Promise<void> => {
    const [, name, argument = ''] = /^\/(\w+) ?(.*)$/.exec(line) ?? []
    const command = deviceCommands.find((one) => one.name === name)
    if (!command) throw new Error(`no ${line}`)
    const done = runCommand(command, here, argument)
    for (const call of connection.madeCalls('configure')) call.answer({})
    await done
  }
  const chosen = () => connection.madeCalls('configure').map(({ params }) => params)
  return { connection, said, run, chosen }
}

describe('OP6 an option', () => {
  it('is shown with what it is now', async () => {
    const { said, run, chosen } = played()
    await run('/model')
    expect(said).toEqual(['Model, now Fast:\n● fast\n○ vendor/deep-1  Deep One\n○ vendor/deep-2  Deep Two'])
    expect(chosen()).toEqual([])
  })

  it.each([
    ['/model vendor/deep-2', { option: 'model', value: 'vendor/deep-2' }, 'Model: Deep Two.'],
    ['/model deep two', { option: 'model', value: 'vendor/deep-2' }, 'Model: Deep Two.'],
    ['/model DEEP-1', { option: 'model', value: 'vendor/deep-1' }, 'Model: Deep One.'],
    ['/mode plan', { option: 'the-mode', value: 'plan' }, 'Mode: Plan mode.'],
  ])('is chosen by its value, its name or a part of it: %s', async (line, params, told) => {
    const { said, run, chosen } = played()
    await run(line)
    expect(chosen()).toEqual([params])
    expect(said).toEqual([told])
  })

  it.each(['/model deep', '/model slow'])('is not guessed: %s', async (line) => {
    const { said, run, chosen } = played()
    await run(line)
    expect(chosen()).toEqual([])
    expect(said[0]).toMatch(/^“(deep|slow)” is none of these, or several\.\nModel, now Fast:/)
  })

  it('that is so already is not chosen again', async () => {
    const { said, run, chosen } = played()
    await run('/model fast')
    expect(chosen()).toEqual([])
    expect(said).toEqual(['Model is Fast already.'])
  })

  it('is completed', () => {
    const completed = deviceCommands.find(({ name }) => name === 'mode')?.choices?.({ ...idleState, options: { mode } })
    expect(completed).toEqual([
      { value: 'default', description: 'Always ask' },
      { value: 'plan', description: 'Plan mode' },
      { value: 'bypass', description: 'only from an owner’s device' },
    ])
  })

  it.each([
    ['/effort', {}, 'Not available with shell, no AI: it offers no levels of effort to choose from.'],
    ['/plan', {}, 'Not available with shell, no AI: it offers no modes to choose from.'],
    ['/model', { activity: { is: 'gone', reason: 'x' } }, 'Not available with shell, no AI: it is not running.'],
    ['/mode', { activity: { is: 'starting' } }, 'Not available with shell, no AI: it is still starting.'],
    [
      '/plan',
      { options: { m: { ...mode, choices: [{ value: 'default', name: 'Always ask' }] } } },
      'Not available with shell, no AI: none of its modes is one for planning.',
    ],
  ] as const)('that the agent does not have says so: %s %j', async (line, state, told) => {
    const { said, run } = played(state)
    await run(line)
    expect(said).toEqual([told])
  })
})

describe('OP6 /plan', () => {
  it('switches to planning, and back to the mode before', async () => {
    const { said, run, chosen, connection } = played()
    await run('/plan off')
    await run('/plan')
    connection.state({ options: { 'the-mode': { ...mode, current: 'plan', before: 'default' } } })
    await run('/plan off')
    expect(chosen().map((params) => (params as { value: string }).value)).toEqual(['plan', 'default'])
    expect(said).toEqual(['It is not planning: Mode is Always ask.', 'Mode: Plan mode.', 'Mode: Always ask.'])
  })

  it('never goes back to a mode that skips permissions', async () => {
    const { run, chosen } = played({ options: { m: { ...mode, current: 'plan', before: 'bypass' } } })
    await run('/plan off')
    expect(chosen()).toMatchObject([{ value: 'default' }])
  })
})

describe('OP9 a command of the agent’s own', () => {
  const state: RoomState = {
    ...idleState,
    commands: [
      { name: 'review', description: 'reviews', hint: 'what' },
      { name: 'model', description: 'the agent’s own /model' },
      { name: 'mcp:files', description: 'of a server' },
    ],
  }

  it('is offered after carryon’s, unless it has the name of one', () => {
    expect(announcedIn(state, deviceCommands)).toEqual([
      { name: 'review', argument: '<what>', description: 'reviews' },
      { name: 'mcp:files', argument: undefined, description: 'of a server' },
    ])
  })

  it.each(['/review this', '/review', '/mcp:files x'])('goes to the agent as it was typed: %s', (text) => {
    expect(readLine(text, false, deviceCommands, announcedIn(state, deviceCommands))).toEqual({ is: 'prompt', text })
  })

  it('of the same name as carryon’s gives way, and a space before it sends it', () => {
    expect(readLine('/model x', false, deviceCommands, announcedIn(state, deviceCommands))).toMatchObject({
      is: 'command',
    })
    expect(readLine('/model x', true, deviceCommands, announcedIn(state, deviceCommands))).toMatchObject({
      is: 'prompt',
    })
  })
})
