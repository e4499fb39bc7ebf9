// What an ACP agent offers to choose and says about itself, in each of the protocol's ways, with a real process.

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { spawnGroup } from '../../server/agents/process-group.ts'
import { agentProfile } from '../../server/agents/profiles.ts'
import { unguardedOf } from '../../server/agents/unguarded.ts'
import type { Agent, AgentUpdate } from '../../server/room/agent.ts'
import type { OfferedOption } from '../../server/room/agent-news.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { newSession } from '../harness/new-session.ts'
import { newCallId } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'

const script = join(import.meta.dirname, 'optioned-agent.mjs')

async function started(way: 'config' | 'modes' | 'models') {
  const updates: AgentUpdate[] = []
  const profile = agentProfile(`${process.execPath} ${script} ${way}`, {
    directory: temporaryFolder(),
    environment: { PATH: process.env.PATH },
    clock: systemClock,
    limits: defaultLimits,
    spawn: spawnGroup,
    newId: newCallId,
    version: 'test',
  })
  const listener = {
    update: (update: AgentUpdate) => void updates.push(update),
    ask: async () => undefined,
    inquire: async () => undefined,
    gone() {},
  }
  const agent = await profile.start(listener, newSession)
  onTestFinished(() => agent.end())
  const offered = (): readonly OfferedOption[] => {
    const last = updates.findLast((update) => update.is === 'options')
    return last?.is === 'options' ? last.options : []
  }
  return { agent, updates, offered }
}

const currents = (options: readonly OfferedOption[]) => options.map(({ id, current }) => `${id}=${current}`)

async function asked(agent: Agent, updates: AgentUpdate[]): Promise<string[]> {
  await agent.prompt({ text: 'asked', fromTerminal: true })
  const said = updates.findLast((update) => update.is === 'text')
  return said?.is === 'text' ? said.text.split('\n') : []
}

test('OP3 OP4 config options are one list: groups, a switch, categories; modes beside them are the same mode', async () => {
  const { agent, updates, offered } = await started('config')
  expect(offered()).toMatchObject([
    { id: 'the-mode', category: 'mode', current: 'ask', choices: [{}, {}, { value: 'yolo', role: 'owner' }] },
    {
      id: 'the-model',
      category: 'model',
      choices: [
        { value: 'a/fast', group: 'Vendor A' },
        { value: 'b/deep', group: 'Vendor B' },
      ],
    },
    { id: 'thinking', category: 'effort' },
    { id: 'fast', category: 'other', current: 'off', choices: [{ value: 'on' }, { value: 'off' }] },
  ])
  await agent.configure?.('fast', 'on')
  await agent.configure?.('the-model', 'b/deep')
  expect(currents(offered())).toEqual(['the-mode=ask', 'the-model=b/deep', 'thinking=low', 'fast=on'])
  await agent.prompt({ text: 'mode', fromTerminal: true })
  expect(currents(offered())[0]).toBe('the-mode=plan')
  const [capabilities = '', ...calls] = await asked(agent, updates)
  expect(calls).toEqual(['set_config_option fast true', 'set_config_option the-model "b/deep"'])
  expect(JSON.parse(capabilities)).toMatchObject({ session: { configOptions: { boolean: {} }, notices: {} }, plan: {} })
})

test('OP3 OP4 modes alone are set as modes, and an agent without models has none', async () => {
  const { agent, updates, offered } = await started('modes')
  expect(currents(offered())).toEqual(['mode=ask'])
  await agent.configure?.('mode', 'plan')
  expect(currents(offered())).toEqual(['mode=plan'])
  await expect(agent.configure?.('model', 'deep')).rejects.toThrow('it does not offer that any more')
  expect((await asked(agent, updates)).slice(1)).toEqual(['set_mode plan'])
})

test('OP3 OP4 models of the old kind are set by the old call; what the agent says against it is told', async () => {
  const { agent, updates, offered } = await started('models')
  expect(currents(offered())).toEqual(['mode=ask', 'model=fast'])
  await agent.configure?.('model', 'deep')
  expect(currents(offered())).toEqual(['mode=ask', 'model=deep'])
  await expect(agent.configure?.('model', 'fast')).rejects.toThrow('fast is sold out')
  expect(currents(offered())).toEqual(['mode=ask', 'model=deep'])
  expect((await asked(agent, updates)).slice(1)).toEqual(['set_model deep'])
})

test('OP7 OP8 OP9 commands, plans, notices and compaction come as news', async () => {
  const { agent, updates } = await started('modes')
  await agent.prompt({ text: 'news', fromTerminal: true })
  expect(updates.filter(({ is }) => is !== 'options')).toEqual([
    {
      is: 'commands',
      commands: [
        { name: 'review', description: 'reviews', hint: 'what' },
        { name: 'init', description: 'begins', hint: undefined },
      ],
    },
    {
      is: 'plan',
      id: 'plan',
      plan: {
        items: [
          { text: 'one', standing: 'done', important: true },
          { text: 'two', standing: 'doing' },
        ],
      },
    },
    { is: 'plan', id: 'plan:p', plan: { text: '# Do it' } },
    { is: 'plan', id: 'plan:q', plan: undefined },
    { is: 'notice', tone: 'warning', text: 'Near the limit: 90 %' },
    { is: 'compacting', running: true },
    { is: 'compacting', running: false, failed: 'no' },
    { is: 'compacting', running: true },
    { is: 'compacting', running: false, summary: 'It was about herons.' },
    { is: 'compacting', running: false, summary: 'And beans.' },
  ])
})

test('OP5 what skips permissions is known of each agent; of a command that nobody knows, by what others call it', () => {
  expect(unguardedOf('claude')).toContain('bypassPermissions')
  expect(unguardedOf('claude')).not.toContain('auto')
  expect(unguardedOf('goose')).toContain('auto')
  expect(unguardedOf('my-agent')).toContain('yolo')
  expect(unguardedOf('constructor')).toContain('yolo')
  expect(unguardedOf('my-agent')).not.toContain('auto')
})
