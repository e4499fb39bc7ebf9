// What a room tells of its conversation's cost, and what it writes down of what the agent tells.

import { expect, test } from 'vitest'
import { costLines } from '../../client/commands/cost.ts'
import { type Cost, noTokens } from '../../shared/cost.ts'
import { settled } from '../harness/clock.ts'
import { TestRoom } from '../harness/test-room.ts'

const tokens = { ...noTokens, input: 1200, output: 30 }

test('CV9 CV10 a turn’s tokens are written with its last words, or on their own; without a price no money is told', async () => {
  const it = await TestRoom.start()
  const phone = it.join({ role: 'drive' })
  for (const words of ['An answer.', '']) {
    await phone.ok('prompt', { text: 'go' })
    await settled()
    it.agent.says('Let me look.')
    it.agent.tool({ id: words, title: 'ls', status: 'completed' })
    if (words) it.agent.says(words)
    it.agent.tells({ is: 'spent', spent: [{ model: words || 'other', tokens }] })
    it.agent.finishes()
    await settled()
  }
  expect(it.log.spent.map(({ model }) => model)).toEqual(['An answer.', 'other'])
  const viewer = it.join({ device: 'viewer', role: 'view' })
  expect((await viewer.ok('cost', {})).models).toEqual([
    { model: 'An answer.', tokens },
    { model: 'other', tokens },
  ])
})

test('CV9 what the agent says of its cost is kept over restarts; one that begins at nothing again is added up', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const says = (amount: number): void =>
    it.agent.tells({ is: 'usage', used: 1, size: 2, cost: { amount, currency: 'USD' } })
  says(0.5)
  says(0.75)
  says(0.75)
  await it.crash()
  says(0.8)
  await it.crash()
  says(0.1)
  it.name = 'another'
  await it.crash()
  says(0.2)
  const late = it.join({ device: 'late' })
  const { told } = await late.ok('cost', {})
  expect(told?.amount).toBeCloseTo(1.1)
  expect(phone.faults).toEqual([])
})

test('CV7 a summary’s sizes are in tokens where the agent tells them, and what it took is counted', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'the word is heron' })
  await settled()
  it.agent.finishes()
  await settled()
  const summed = phone.ok('compact', {})
  await settled()
  it.agent.says('<summary>heron</summary>')
  it.agent.tells({ is: 'spent', spent: [{ model: 'm', tokens: { ...tokens, cacheRead: 800 } }] })
  it.agent.finishes()
  expect(await summed).toMatchObject({ sizes: { unit: 'tokens', before: 2000, after: 30 } })
  expect((await phone.ok('cost', {})).models).toEqual([{ model: 'm', tokens: { ...tokens, cacheRead: 800 } }])
})

test('CV9 what is shown says what is counted, what is estimated, and what is not known', () => {
  const cost: Cost = {
    models: [
      { model: 'known', tokens: { ...tokens, cacheRead: 12_000, cacheWrite: 5 }, dollars: 0.0123 },
      { model: 'odd', tokens },
    ],
    subagents: [{ model: 'known', tokens, dollars: 2 }],
    prices: '2025-11',
    time: { turns: 192_000, model: 45_000 },
    lines: { added: 120, removed: 3 },
  }
  expect(costLines(cost)).toEqual([
    'Cost: about $2.01 by the prices of 2025-11; no price is known of odd',
    'known · about $0.012',
    '  in 1,200 · out 30',
    '  cache: read 12,000 · written 5',
    'odd',
    '  in 1,200 · out 30',
    'Its sub-agents, besides:',
    'known · about $2.00',
    '  in 1,200 · out 30',
    'Time at work: 3 min 12 s, 45 s for the model',
    'Lines of files: +120 −3',
  ])
  expect(costLines({ ...cost, told: { amount: 0.5, currency: 'USD' } })).toContain('Cost: $0.50, says the agent')
  const nothing = { models: [], subagents: [], prices: '', time: { turns: 0 }, lines: { added: 0, removed: 0 } }
  expect(costLines(nothing)).toEqual(['Tokens: the agent has told of none.', 'Time at work: 0 s'])
})
