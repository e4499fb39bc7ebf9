// Machines on which a real agent is set up to talk to a played model, and to ask before it does anything.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Machine } from '../../../server/cli/machine.ts'
import { agentMachine, programsOf } from './agent-room.ts'
import { fakeChatApi } from './fake-chat-api.ts'
import { fakeGeminiApi } from './fake-gemini-api.ts'
import { fakeMessagesApi } from './fake-messages-api.ts'
import type { Model, PlayedApi } from './played-model.ts'

export interface AgentMachine {
  readonly machine: Machine
  readonly api: PlayedApi
}

/** What makes Claude Code silent towards everybody but its API. */
export const claudeEnvironment = (url: string): Record<string, string> => ({
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_API_KEY: 'sk-ant-of-nobody',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
})

/** Its own default lets a model decide; here people are asked. */
export function askingClaude(configFolder: string, more: object = {}): void {
  settings(join(configFolder, 'settings.json'), { permissions: { defaultMode: 'default' }, ...more })
}

export async function claudeMachine(model: Model): Promise<AgentMachine> {
  const api = await fakeMessagesApi(model)
  const machine = agentMachine(['claude-agent-acp'], claudeEnvironment(api.url))
  askingClaude(machine.environment.CLAUDE_CONFIG_DIR ?? '')
  return { machine, api }
}

export async function opencodeMachine(model: Model): Promise<AgentMachine> {
  const api = await fakeChatApi(model)
  const machine = agentMachine(['opencode'], {
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
  })
  const played = {
    name: 'Played',
    tool_call: true,
    attachment: true,
    modalities: { input: ['text', 'image'], output: ['text'] },
    limit: { context: 100_000, output: 10_000 },
  }
  settings(join(machine.home, '.config', 'opencode', 'opencode.json'), {
    autoupdate: false,
    share: 'disabled',
    model: 'fake/played',
    small_model: 'fake/played',
    provider: {
      fake: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Fake',
        options: { baseURL: `${api.url}/v1`, apiKey: 'of-nobody' },
        models: { played },
      },
    },
    permission: { bash: 'ask', edit: 'ask' },
  })
  return { machine, api }
}

export async function geminiMachine(model: Model): Promise<AgentMachine> {
  const api = await fakeGeminiApi(model)
  const machine = agentMachine(['gemini-cli'], {
    GEMINI_API_KEY: 'of-nobody',
    GOOGLE_GEMINI_BASE_URL: api.url,
    GEMINI_MODEL: 'gemini-2.5-pro',
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  })
  settings(join(machine.home, '.gemini', 'settings.json'), {
    security: { auth: { selectedType: 'gemini-api-key' } },
    general: { disableAutoUpdate: true, enableAutoUpdate: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
  })
  return { machine, api }
}

interface RealAgent {
  readonly agent: string
  /** It is installed in for tests. */
  readonly folder: string
  readonly machine: (model: Model) => Promise<AgentMachine>
}

/** Those that we record. */
export const recordedAgents: readonly RealAgent[] = [
  { agent: 'opencode', folder: 'opencode', machine: opencodeMachine },
  { agent: 'gemini', folder: 'gemini-cli', machine: geminiMachine },
]

export const realAgents: readonly RealAgent[] = [
  { agent: 'claude', folder: 'claude-agent-acp', machine: claudeMachine },
  ...recordedAgents,
]

/** The machine with Claude Code beside what is there, its model played by another. */
export async function withClaude(machine: Machine, model: Model): Promise<{ both: Machine; messages: PlayedApi }> {
  const messages = await fakeMessagesApi(model)
  const PATH = `${programsOf('claude-agent-acp')}:${machine.environment.PATH}`
  askingClaude(machine.environment.CLAUDE_CONFIG_DIR ?? '')
  return {
    both: { ...machine, environment: { ...machine.environment, ...claudeEnvironment(messages.url), PATH } },
    messages,
  }
}

function settings(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(value))
}
