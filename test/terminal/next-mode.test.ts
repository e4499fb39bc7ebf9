import { expect, it } from 'vitest'
import type { AgentOption } from '../../shared/agent-board.ts'
import { settled } from '../harness/clock.ts'
import { openTerminal } from './open-terminal.ts'

const shiftTab = '\x1b[Z'

const mode = (current: string): { readonly mode: AgentOption } => ({
  mode: {
    id: 'mode',
    order: 1,
    name: 'Mode',
    category: 'mode',
    current,
    choices: [
      { value: 'default', name: 'Always Ask' },
      { value: 'acceptEdits', name: 'Accept Edits' },
      { value: 'bypassPermissions', name: 'Bypass', role: 'owner' },
      { value: 'plan', name: 'Plan' },
    ],
  },
})

async function withModes(current: string) {
  const it = await openTerminal()
  it.connection.live({ options: mode(current) })
  await it.terminal.until('idle')
  return it
}

it('TM18 Shift+Tab goes through the modes, one for each press, and past the one that asks nothing', async () => {
  const { terminal, connection } = await withModes('default')
  terminal.press(shiftTab, shiftTab, shiftTab)
  const values = () => connection.asked('configure').map((params) => (params as { value: string }).value)
  expect(values()).toEqual(['acceptEdits', 'plan', 'default'])
  await terminal.until('Mode: Always Ask')
  for (const call of connection.madeCalls('configure')) call.answer({})
  connection.state({ options: mode('plan') })
  await settled()
  terminal.press(shiftTab)
  expect(values().at(-1)).toBe('default')
})

it('TM18 it leaves the mode that asks nothing, says what was refused, and where there is none', async () => {
  const { terminal, connection } = await withModes('bypassPermissions')
  terminal.press(shiftTab)
  expect(connection.asked('configure')).toEqual([{ option: 'mode', value: 'plan' }])
  connection.madeCalls('configure')[0]?.fail('unavailable', 'It did not take it.')
  await terminal.until('Mode is not Plan: It did not take it.')
  connection.frame({ t: 'state', patch: { options: null } })
  terminal.press(shiftTab)
  await terminal.until('shell, no AI has no other mode')
})
