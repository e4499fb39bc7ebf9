// Sub-agents over ACP: what comes under a session of their own is told of them, never as the agent's own words.

import { agent, methods, PROTOCOL_VERSION, type SessionUpdate } from '@agentclientprotocol/sdk/unstable'
import { expect, test } from 'vitest'
import { startAcpAgent } from '../../server/agents/acp-agent.ts'
import type { AgentForm, AgentQuestion, AgentUpdate } from '../../server/room/agent.ts'
import { systemClock } from '../../shared/clock.ts'
import { newSession } from '../harness/new-session.ts'

type Said = readonly [session: string, update: SessionUpdate]

const announced = (sessionId: string, more: object = {}): SessionUpdate => ({
  sessionUpdate: 'subagent_update',
  sessionId,
  title: `Agent ${sessionId}`,
  state: { state: 'running' },
  ...more,
})
const starts = (call: string, child: string): SessionUpdate => ({
  sessionUpdate: 'session_message',
  messageId: call,
  senderSessionId: 'own',
  recipientSessionId: child,
  content: [{ type: 'text', text: 'go' }],
})
const words = (text: string, parent?: string): SessionUpdate => ({
  sessionUpdate: 'agent_message_chunk',
  messageId: 'm',
  content: { type: 'text', text },
  ...(parent && { _meta: { claudeCode: { parentToolUseId: parent } } }),
})
const tool = (toolCallId: string): SessionUpdate => ({
  sessionUpdate: 'tool_call',
  toolCallId,
  title: `run ${toolCallId}`,
})

async function heardOf(said: readonly Said[], asks?: string, writesTranscript = true) {
  const updates: AgentUpdate[] = []
  const asked: (AgentQuestion | AgentForm)[] = []
  let advertised: unknown
  const connection = agent({ name: 'parent' })
    .onRequest(methods.agent.initialize, ({ params }) => {
      advertised = params.clientCapabilities?.subagents
      return { protocolVersion: PROTOCOL_VERSION, agentCapabilities: {} }
    })
    .onRequest(methods.agent.session.new, () => ({ sessionId: 'own' }))
    .onRequest(methods.agent.session.prompt, async ({ client }) => {
      for (const [sessionId, update] of said) await client.notify(methods.client.session.update, { sessionId, update })
      if (asks !== undefined) {
        const toolCall = { toolCallId: 'c1', title: 'make' }
        await client.request(methods.client.session.requestPermission, { sessionId: asks, toolCall, options: [] })
        const requestedSchema = { type: 'object' as const, properties: { name: { type: 'string' as const } } }
        const form = { mode: 'form' as const, sessionId: asks, toolCallId: 'c1', message: 'Who?', requestedSchema }
        await client.request(methods.client.elicitation.create, form)
      }
      return { stopReason: 'end_turn' }
    })
  const target = {
    connection,
    model: 'm',
    directory: '/',
    version: 'test',
    end: async () => {},
    goneReason: async () => 'gone',
    clock: systemClock,
    quirks: writesTranscript ? { writesTranscript } : {},
  }
  const listener = {
    update: (update: AgentUpdate) => void updates.push(update),
    ask: async (question: AgentQuestion) => void asked.push(question),
    inquire: async (form: AgentForm) => void asked.push(form),
    gone: () => {},
  }
  const started = await startAcpAgent(target, listener as never, newSession)
  await started.prompt({ text: 'go', fromTerminal: true })
  await started.end()
  return { updates, asked, advertised }
}

test('SA1 what it says and does is told of it, with the call that started it', async () => {
  const { updates } = await heardOf([
    ['own', announced('a')],
    ['own', starts('t1', 'a')],
    ['a', starts('t1', 'a')],
    ['a', { sessionUpdate: 'config_option_update', configOptions: [] }],
    ['a', words('Looking.', 't1')],
    ['a', tool('c1')],
    ['a', { sessionUpdate: 'tool_call_update', toolCallId: 'c1', status: 'completed' }],
    ['own', { sessionUpdate: 'subagent_update', sessionId: 'a', state: { state: 'requires_action' } }],
    ['own', starts('t9', 'a')],
    ['own', { sessionUpdate: 'subagent_update', sessionId: 'a', state: { state: 'idle' } }],
    ['own', words('Done.')],
  ])
  const a = { is: 'work', kind: 'agent', id: 'a' }
  const known = { ...a, title: 'Agent a', call: 't1' }
  expect(updates).toEqual([
    { ...a, title: 'Agent a', standing: 'running' },
    { ...a, call: 't1' },
    { ...a, says: { message: 'm', text: 'Looking.' } },
    { ...a, uses: 'run c1' },
    { ...known, standing: 'needs-you' },
    { ...known, standing: 'done' },
    { is: 'text', kind: 'reply', message: 'm', text: 'Done.' },
  ])
})

test('SA1 the call is also known by who says it, and by the one above; of a session nobody announced nothing is told', async () => {
  const { updates } = await heardOf([
    ['own', announced('a')],
    ['a', words('Hi.', 't1')],
    ['a', announced('b', { title: undefined, description: 'Below' })],
    ['stranger', words('I am nobody.')],
    ['stranger', tool('c1')],
  ])
  expect(updates.slice(1)).toEqual([
    { is: 'work', kind: 'agent', id: 'a', call: 't1' },
    { is: 'work', kind: 'agent', id: 'a', says: { message: 'm', text: 'Hi.' } },
    { is: 'work', kind: 'agent', id: 'b', call: 't1', title: 'Below', standing: 'running' },
  ])
})

test.each([
  ['own', undefined],
  ['a', 'Agent a'],
  ['stranger', 'Sub-agent'],
])('SA3 a question in session %s is asked for %s', async (session, from) => {
  const { asked } = await heardOf([['own', announced('a')]], session)
  expect(asked.map((one) => one.from)).toEqual([from, from])
})

test('SA4 only an agent that keeps its own transcripts is asked to tell them apart', async () => {
  expect((await heardOf([])).advertised).toEqual({})
  expect((await heardOf([], undefined, false)).advertised).toBeUndefined()
})
