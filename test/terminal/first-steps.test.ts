import { expect, it } from 'vitest'
import type { TerminalOptions } from '../../client/terminal/index.ts'
import type { AgentOption } from '../../shared/agent-board.ts'
import { openTerminal } from './open-terminal.ts'

function option(id: 'mode' | 'model', current: string, ...values: string[]): { readonly [id: string]: AgentOption } {
  const choices = values.map((value) => ({ value, name: value }))
  return { [id]: { id, order: 1, name: id, category: id, current, choices } }
}

const options = {
  ...option('mode', 'default', 'default', 'acceptEdits', 'plan'),
  ...option('model', 'opus-9', 'opus-9', 'sonnet-9'),
}

async function begun(starting: TerminalOptions['starting'], firstPrompt = 'fix the build') {
  const it = await openTerminal({ starting, firstPrompt })
  it.connection.live({ activity: { is: 'starting' } })
  await it.terminal.until('starting')
  return it
}

it('TM17 the agent is set to what the command line wants before it has its first prompt', async () => {
  const { connection } = await begun({ mode: 'plan', model: 'sonnet' })
  expect(connection.made).toEqual([])
  connection.state({ activity: { is: 'idle' }, options })
  await expect.poll(() => connection.made.length).toBe(1)
  expect(connection.made.map(({ params }) => params)).toEqual([{ option: 'model', value: 'sonnet-9' }])
  connection.made[0]?.answer({})
  await expect.poll(() => connection.made.length).toBe(2)
  expect(connection.made[1]?.params).toEqual({ option: 'mode', value: 'plan' })
  connection.made[1]?.answer({})
  await expect.poll(() => connection.prompts()).toEqual(['fix the build'])
})

it('TM17 what it lacks is said with what there is, and the prompt waits in the editor', async () => {
  const { terminal, connection } = await begun({ mode: 'careless' })
  connection.state({ activity: { is: 'idle' }, options })
  const text = await terminal.until('$ fix the build')
  expect(text.replace(/\s+/g, ' ')).toContain('has no mode “careless”. It has: default, acceptEdits, plan.')
  expect(connection.made).toEqual([])
})

it('TM17 what it does not take is said, and the prompt waits in the editor', async () => {
  const { terminal, connection } = await begun({ mode: 'plan' })
  connection.state({ activity: { is: 'idle' }, options })
  await expect.poll(() => connection.made.length).toBe(1)
  connection.made[0]?.fail('unavailable', 'The agent did not take plan.')
  await terminal.until(/did not take plan[\s\S]*\$ fix the build/)
  expect(connection.prompts()).toEqual([])
})

it('TM17 an agent that does not come to be has nothing sent; once it is there it is set all the same', async () => {
  const { terminal, connection } = await begun({ mode: 'plan' })
  connection.state({ activity: { is: 'gone', reason: 'Nobody is signed in.' } })
  await terminal.until('$ fix the build')
  expect(connection.made).toEqual([])
  connection.state({ activity: { is: 'idle' }, options })
  await expect.poll(() => connection.asked('configure')).toEqual([{ option: 'mode', value: 'plan' }])
  connection.made[0]?.answer({})
  await terminal.until('idle')
  expect(connection.prompts()).toEqual([])
})
