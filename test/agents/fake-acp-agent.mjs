// A small ACP agent on standard streams, for tests: it does what the prompt's first word says.

import { spawn } from 'node:child_process'
import { Readable, Writable } from 'node:stream'
import { agent, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk/unstable'

let cancelled = () => {}

const app = agent({ name: 'fake' })
  .onRequest(methods.agent.initialize, () => ({ protocolVersion: PROTOCOL_VERSION, agentCapabilities: {} }))
  .onRequest(methods.agent.session.new, () => ({ sessionId: 'one' }))
  .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
    const update = (update) => client.notify(methods.client.session.update, { sessionId: params.sessionId, update })
    const [word = '', ...rest] = params.prompt.at(-1).text.split(' ')
    const content = { type: 'text', text: rest.join(' ') }
    switch (word) {
      case 'say':
        await update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: 'hm' } })
        await update({ sessionUpdate: 'agent_message_chunk', messageId: 'm1', content })
        return { stopReason: 'end_turn' }
      case 'ask': {
        const toolCall = { toolCallId: 't1', title: 'Edit a.txt', kind: 'edit', rawInput: { path: 'a.txt' } }
        const options = [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }]
        const { outcome } = await client.request(methods.client.session.requestPermission, {
          sessionId: 'one',
          toolCall,
          options,
        })
        await update({
          sessionUpdate: 'tool_call_update',
          toolCallId: 't1',
          status: 'completed',
          content: [{ type: 'diff', path: 'a.txt', newText: outcome.outcome }],
        })
        return { stopReason: 'end_turn' }
      }
      case 'run': {
        const toolCall = { toolCallId: 't2', title: 'Run', kind: 'execute', rawInput: { command: rest.join(' ') } }
        const options = [
          { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
          { optionId: 'no', name: 'No', kind: 'reject_once' },
        ]
        const { outcome } = await client.request(methods.client.session.requestPermission, {
          sessionId: 'one',
          toolCall,
          options,
        })
        const status = outcome.optionId === 'yes' ? 'completed' : 'failed'
        await update({ sessionUpdate: 'tool_call_update', toolCallId: 't2', status })
        await update({
          sessionUpdate: 'agent_message_chunk',
          content: { type: 'text', text: `It said ${outcome.optionId}.` },
        })
        return { stopReason: 'end_turn' }
      }
      case 'private':
        await client.notify('_fake/gossip', {})
        await client
          .request('_fake/question', {})
          .catch((error) =>
            update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `${error.code}` } }),
          )
        return { stopReason: 'end_turn' }
      case 'wait':
        await new Promise((resolve) => {
          cancelled = resolve
        })
        return { stopReason: 'cancelled' }
      case 'child':
      case 'stubborn': {
        // One holds a stream of ours, as a program does that was started carelessly; the other refuses to be asked.
        const [refusing, stderr] = word === 'stubborn' ? ["trap '' TERM; ", 'ignore'] : ['', 'inherit']
        const child = spawn('sh', ['-c', `${refusing}echo ready; exec sleep 600`], {
          stdio: ['ignore', 'pipe', stderr],
        })
        await new Promise((resolve) => child.stdout.once('data', resolve))
        await update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `${child.pid}` } })
        return { stopReason: 'end_turn' }
      }
      case 'die':
        process.stderr.write('out of luck\n')
        process.exit(7)
    }
  })
  .onNotification(methods.agent.session.cancel, () => cancelled())

app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)))
