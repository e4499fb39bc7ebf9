// An ACP agent with options in one of the protocol's three ways, named by its first argument, and with news to tell.

import { Readable, Writable } from 'node:stream'
import { agent, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk/unstable'

const way = process.argv[2]

const modes = {
  currentModeId: 'ask',
  availableModes: [
    { id: 'ask', name: 'Ask' },
    { id: 'plan', name: 'Plan', description: 'changes nothing' },
    { id: 'yolo', name: 'YOLO' },
  ],
}
const models = {
  currentModelId: 'fast',
  availableModels: [
    { modelId: 'fast', name: 'Fast' },
    { modelId: 'deep', name: 'Deep' },
  ],
}
let config = [
  {
    type: 'select',
    id: 'the-mode',
    name: 'Mode',
    category: 'mode',
    currentValue: 'ask',
    options: modes.availableModes.map(({ id, name }) => ({ value: id, name })),
  },
  {
    type: 'select',
    id: 'the-model',
    name: 'Model',
    category: 'model',
    currentValue: 'a/fast',
    options: [
      { group: 'a', name: 'Vendor A', options: [{ value: 'a/fast', name: 'Fast' }] },
      { group: 'b', name: 'Vendor B', options: [{ value: 'b/deep', name: 'Deep' }] },
    ],
  },
  {
    type: 'select',
    id: 'thinking',
    name: 'Thinking',
    category: 'thought_level',
    currentValue: 'low',
    options: [{ value: 'low', name: 'Low' }],
  },
  { type: 'boolean', id: 'fast', name: 'Fast mode', category: 'model_config', currentValue: false },
]
/** What was asked for, to be told at the next prompt. */
const asked = []

const app = agent({ name: 'optioned' })
  .onRequest(methods.agent.initialize, ({ params }) => {
    asked.push(JSON.stringify(params.clientCapabilities))
    return { protocolVersion: PROTOCOL_VERSION, agentCapabilities: {} }
  })
  .onRequest(methods.agent.session.new, () => ({
    sessionId: 'one',
    ...(way === 'config' ? { configOptions: config, modes } : { modes }),
    ...(way === 'models' ? { models } : {}),
  }))
  .onRequest(methods.agent.session.setMode, ({ params }) => {
    asked.push(`set_mode ${params.modeId}`)
    return {}
  })
  .onRequest(
    'session/set_model',
    (params) => params,
    ({ params }) => {
      if (params.modelId === 'fast') throw new Error('fast is sold out')
      asked.push(`set_model ${params.modelId}`)
      return {}
    },
  )
  .onRequest(methods.agent.session.setConfigOption, ({ params }) => {
    asked.push(`set_config_option ${params.configId} ${JSON.stringify(params.value)}`)
    config = config.map((option) =>
      option.id === params.configId ? { ...option, currentValue: params.value } : option,
    )
    return { configOptions: config }
  })
  .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
    const update = (change) => client.notify(methods.client.session.update, { sessionId: 'one', update: change })
    switch (params.prompt[0].text) {
      case 'asked':
        await update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: asked.join('\n') } })
        break
      case 'mode':
        await update({ sessionUpdate: 'current_mode_update', currentModeId: 'plan' })
        break
      case 'news':
        await update({
          sessionUpdate: 'available_commands_update',
          availableCommands: [
            { name: '/review', description: 'reviews', input: { hint: 'what' } },
            { name: 'init', description: 'begins' },
          ],
        })
        await update({
          sessionUpdate: 'plan',
          entries: [
            { content: 'one', status: 'completed', priority: 'high' },
            { content: 'two', status: 'in_progress', priority: 'low' },
          ],
        })
        await update({ sessionUpdate: 'plan_update', plan: { type: 'markdown', planId: 'p', content: '# Do it' } })
        await update({ sessionUpdate: 'plan_removed', planId: 'q' })
        await update({ sessionUpdate: 'notice', severity: 'warning', title: 'Near the limit', description: '90 %' })
        await update({ sessionUpdate: 'compaction_update', compactionId: 'c', status: 'in_progress' })
        await update({ sessionUpdate: 'compaction_update', compactionId: 'c', status: 'failed', error: 'no' })
        for (const text of ['It was about ', 'herons. '])
          await update({
            sessionUpdate: 'compaction_summary_chunk',
            compactionId: 'd',
            content: { type: 'text', text },
          })
        await update({ sessionUpdate: 'compaction_update', compactionId: 'd', status: 'completed' })
        await update({
          sessionUpdate: 'compaction_update',
          compactionId: 'e',
          status: 'completed',
          summary: [{ type: 'text', text: 'And beans.' }],
        })
        break
    }
    return { stopReason: 'end_turn' }
  })

app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)))
