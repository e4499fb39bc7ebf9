// Any agent that speaks ACP as a room's agent: the built-in one in process, all others over their standard streams.

import {
  type AgentApp,
  type ClientCapabilities,
  type ClientConnection,
  type ContentBlock,
  client,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type Stream,
  type ToolCallUpdate,
} from '@agentclientprotocol/sdk/unstable'
import type { Clock } from '../../shared/clock.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { Agent, AgentListener, AgentOpening, AgentToolUpdate, AgentUpdate } from '../room/agent.ts'
import { isRecord, textOf } from '../store/record.ts'
import { AcpOptions } from './acp-options.ts'
import { openAcpSession, Replay } from './acp-session.ts'
import { told } from './agent-errors.ts'
import { askedTool } from './asked-tool.ts'
import { ClaudeTasks, claudeTaskMethod } from './claude-tasks.ts'
import { AcpCompactions } from './compaction.ts'
import { agentFormOf, elicitationResponse } from './elicitation.ts'
import { agentNewsOf } from './news.ts'
import type { Quirks } from './quirks.ts'
import { spentIn } from './spent.ts'
import { AcpSubAgents } from './sub-agents.ts'
import { agentUpdateOf } from './updates.ts'

/** The model that our recordings name: Claude Code, which may go on with them, tries to restore any other one. */
export const recordedModel = '<synthetic>'

/** What this client takes beyond the protocol's core. */
const capabilities: ClientCapabilities = {
  session: { configOptions: { boolean: {} }, notices: {}, compaction: {} },
  plan: {},
  elicitation: { form: {} },
  _meta: { terminal_output: true },
}

export interface AcpTarget {
  readonly connection: AgentApp | Stream
  readonly model: string
  readonly directory: string
  readonly version: string
  /** Ends the agent's processes. */
  readonly end: () => Promise<void>
  /** What to say of it once its connection is gone. */
  readonly goneReason: () => Promise<string>
  /** A sentence for an agent that wants its user to sign in first. */
  readonly notSignedIn?: string
  readonly quirks?: Quirks
  /** Modes and answers that only an owner may choose. */
  readonly unguarded?: ReadonlySet<string>
  /** It has nothing to remember: every prompt stands for itself. */
  readonly noMemory?: boolean
  readonly clock: Clock
}

export async function startAcpAgent(target: AcpTarget, listener: AgentListener, opening: AgentOpening): Promise<Agent> {
  const { quirks = {} } = target
  const replay = new Replay()
  const heard = replay.muting(listener)
  const options = new AcpOptions(target.unguarded ?? new Set(), (offered) =>
    heard.update({ is: 'options', options: offered }),
  )
  const subAgents = new AcpSubAgents((news) => heard.update(news))
  const tasks = new ClaudeTasks((update) => heard.update(update))
  let version: string | undefined
  const asked = (call: ToolCallUpdate): AgentToolUpdate => askedTool(call, quirks.commandTitlesSince, version)
  const connection = connected(target, heard, { options, subAgents, tasks, asked })
  const { agent } = connection
  try {
    const { agentCapabilities = {}, agentInfo } = await agent.request(methods.agent.initialize, {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: 'carryon', version: target.version },
      // Their calls then come apart from the conversation: of one that we record they would be missing.
      clientCapabilities: quirks.writesTranscript ? { ...capabilities, subagents: {} } : capabilities,
    })
    version = agentInfo?.version
    const { sessionId, resumed, answer } = await openAcpSession({ agent, agentCapabilities, target, opening, replay })
    subAgents.opened(sessionId)
    options.opened(answer)
    void connection.closed.then(target.goneReason).then((reason) => listener.gone(reason))
    return {
      model: target.model,
      session: target.noMemory ? undefined : sessionId,
      writes: quirks.writesTranscript ? (sessionId as TranscriptId) : undefined,
      noMemory: target.noMemory,
      sumsUp: quirks.sumsUp,
      forgetful: !resumed && !target.noMemory,
      takesImages: agentCapabilities.promptCapabilities?.image ?? false,
      async prompt({ text, images = [], fromTerminal, before }) {
        const said = before === undefined ? [text] : [before, text]
        const prompt: ContentBlock[] = [
          ...said.filter((part) => part !== '').map((part): ContentBlock => ({ type: 'text', text: part })),
          ...images.map(({ type, data }): ContentBlock => ({ type: 'image', mimeType: type, data })),
        ]
        const response = await agent
          .request(methods.agent.session.prompt, {
            sessionId,
            prompt,
            _meta: { carryon: { fromTerminal } },
          })
          .catch((error: unknown) => {
            throw told(error, target.notSignedIn)
          })
        const spent = spentIn(response)
        if (spent.length > 0) heard.update({ is: 'spent', spent })
        return response.stopReason === 'cancelled' ? 'cancelled' : 'done'
      },
      async configure(option, value) {
        await options.choose(agent, sessionId, option, value).catch((error: unknown) => {
          throw told(error, target.notSignedIn)
        })
      },
      cancel: () => void agent.notify(methods.agent.session.cancel, { sessionId }),
      stopWork: (id) => void agent.notify(methods.agent.session.cancel, { sessionId: id }),
      async end() {
        connection.close()
        await target.end()
      },
    }
  } catch (error) {
    connection.close()
    void target.end()
    throw told(error, target.notSignedIn)
  }
}

interface Hearing {
  readonly options: AcpOptions
  readonly subAgents: AcpSubAgents
  readonly tasks: ClaudeTasks
  /** The call that a permission is asked for. */
  readonly asked: (call: ToolCallUpdate) => AgentToolUpdate
}

const isNoise = (update: AgentUpdate, noise: Quirks['noise']): boolean =>
  update.is === 'text' && (noise?.test(update.text) ?? false)

function connected(
  target: AcpTarget,
  listener: AgentListener,
  { options: offers, subAgents, tasks, asked }: Hearing,
): ClientConnection {
  const compactions = new AcpCompactions()
  const app = client({ name: 'carryon' })
    .onNotification(methods.client.session.update, ({ params }) => {
      if (subAgents.take(params) || offers.take(params.update) || tasks.printsElsewhere(params)) return
      const update = agentUpdateOf(params.update) ?? agentNewsOf(params.update) ?? compactions.take(params.update)
      if (update && !isNoise(update, target.quirks?.noise)) listener.update(update)
    })
    .onRequest(methods.client.session.requestPermission, async ({ params, signal }) => {
      const options = params.options.map(({ optionId, name, kind }) => {
        const role = target.unguarded?.has(optionId) ? ('owner' as const) : undefined
        return { id: optionId, name, kind, role }
      })
      const tool = asked(params.toolCall)
      const from = subAgents.asker(params.sessionId)
      const chosen = await listener.ask({ from, tool, options, withdrawn: signal })
      return { outcome: chosen === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId: chosen } }
    })
    .onRequest(methods.client.elicitation.create, async ({ params, signal }) => {
      const form = agentFormOf(params, defaultLimits)
      const session = 'sessionId' in params ? textOf(params.sessionId) : undefined
      const from = session === undefined ? undefined : subAgents.asker(session)
      return elicitationResponse(await listener.inquire({ ...form, from, withdrawn: signal }))
    })
    // Claude Code's own: it begins sessions for users who are not signed in as well.
    .onNotification(
      '_auth/status_update',
      (params: unknown) => params,
      ({ params }) => {
        const status = isRecord(params) && isRecord(params['authStatus']) ? params['authStatus'] : {}
        const isSignedIn = status['kind'] !== 'none'
        listener.signedIn?.(isSignedIn)
        if (!isSignedIn && target.notSignedIn !== undefined)
          listener.update({ is: 'notice', tone: 'warning', text: target.notSignedIn })
      },
    )
    .onNotification(
      claudeTaskMethod,
      (params: unknown) => params,
      ({ params }) => tasks.take(params),
    )
    .onRequest('*', ({ method }) => {
      throw RequestError.methodNotFound(method)
    })
    // Agents send private notifications of their own; unheard they would be printed over the screen.
    .onNotification('*', () => {})
  return 'readable' in target.connection ? app.connect(target.connection) : app.connect(target.connection)
}
