// The built-in agent: a prompt is a command, run in the session's directory; spoken to over ACP like any other.

import {
  type AgentApp,
  type AgentContext,
  agent,
  methods,
  PROTOCOL_VERSION,
  type RequestPermissionRequest,
  type SessionUpdate,
  type ToolCallUpdate,
} from '@agentclientprotocol/sdk/unstable'
import type { Clock } from '../../../shared/clock.ts'
import { hasOperators } from '../../../shared/shell-operators.ts'
import type { SpawnGroup } from '../process-group.ts'
import { type CommandEnd, type Leftovers, runCommand } from './run-command.ts'

export interface ShellOptions {
  /** `$SHELL`, else `/bin/sh`. */
  readonly shell: string
  readonly environment: Record<string, string>
  readonly clock: Clock
  readonly spawn: SpawnGroup
  readonly newId: () => string
}

interface ShellSession {
  readonly directory: string
  /** Lines that somebody allowed for good, to the letter. */
  readonly allowed: Set<string>
  running: AbortController | undefined
}

/** The agent, and a way to end what its commands left running. */
export function shellAgent(options: ShellOptions): { app: AgentApp; endLeftovers: () => void } {
  const sessions = new Map<string, ShellSession>()
  const leftovers: Leftovers = new Set()
  const app = agent({ name: 'shell' })
    .onRequest(methods.agent.initialize, () => ({
      protocolVersion: PROTOCOL_VERSION,
      agentInfo: { name: 'shell', title: 'Shell', version: '1' },
      agentCapabilities: {},
    }))
    .onRequest(methods.agent.session.new, ({ params }) => {
      const sessionId = options.newId()
      sessions.set(sessionId, { directory: params.cwd, allowed: new Set(), running: undefined })
      return { sessionId }
    })
    .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
      const session = sessions.get(params.sessionId)
      if (!session) throw new Error('This shell does not know the session.')
      const line = params.prompt.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
      const running = new AbortController()
      session.running = running
      const turn = new ShellTurn(options, leftovers, session, client, params.sessionId, running.signal)
      await turn.run(line.trim(), isFromTerminal(params._meta))
      session.running = undefined
      return { stopReason: running.signal.aborted ? 'cancelled' : 'end_turn' }
    })
    .onNotification(methods.agent.session.cancel, ({ params }) => sessions.get(params.sessionId)?.running?.abort())
  const endLeftovers = (): void => {
    for (const session of sessions.values()) session.running?.abort()
    for (const end of leftovers) end()
    leftovers.clear()
  }
  return { app, endLeftovers }
}

/** Asked about unless the host says that it was typed at its own keyboard. */
function isFromTerminal(meta: unknown): boolean {
  if (typeof meta !== 'object' || meta === null || !('carryon' in meta)) return false
  const told = meta.carryon
  return typeof told === 'object' && told !== null && 'fromTerminal' in told && told.fromTerminal === true
}

/** A line that has no effect but on the shell that runs it, which ends with it. */
const changesOnlyItself = (line: string): boolean =>
  /^(cd|pushd|popd|export|unset|alias)(\s|$)/.test(line) && !/[;&|\n]/.test(line)

class ShellTurn {
  readonly #options: ShellOptions
  readonly #leftovers: Leftovers
  readonly #session: ShellSession
  readonly #client: AgentContext
  readonly #sessionId: string
  readonly #stop: AbortSignal
  readonly #toolCallId: string
  #told: Promise<unknown> = Promise.resolve()

  constructor(
    options: ShellOptions,
    leftovers: Leftovers,
    session: ShellSession,
    client: AgentContext,
    sessionId: string,
    stop: AbortSignal,
  ) {
    this.#options = options
    this.#leftovers = leftovers
    this.#session = session
    this.#client = client
    this.#sessionId = sessionId
    this.#stop = stop
    this.#toolCallId = `shell_${options.newId()}`
  }

  async run(line: string, fromTerminal: boolean): Promise<void> {
    await this.#run(line, fromTerminal)
    await this.#told
  }

  async #run(line: string, fromTerminal: boolean): Promise<void> {
    const call = {
      toolCallId: this.#toolCallId,
      title: line,
      name: 'Bash',
      kind: 'execute',
      rawInput: { command: line },
    } as const
    this.#update({ sessionUpdate: 'tool_call', ...call, status: 'pending' })
    if (!fromTerminal && !this.#session.allowed.has(line) && !(await this.#allowed(line, call))) {
      const why = this.#stop.aborted ? 'Stopped before it ran.' : 'Not run: it was rejected.'
      this.#done('failed', { interrupted: true }, why)
      return
    }
    this.#update({ sessionUpdate: 'tool_call_update', toolCallId: this.#toolCallId, status: 'in_progress' })
    const { shell, environment, clock, spawn } = this.#options
    const { directory } = this.#session
    const onOutput = (data: string): void =>
      this.#update({
        sessionUpdate: 'tool_call_update',
        toolCallId: this.#toolCallId,
        _meta: { terminal_output: { terminal_id: this.#toolCallId, data } },
      })
    const stop = this.#stop
    this.#finish(
      await runCommand({ shell, line, directory, environment, clock, spawn, stop, onOutput }, this.#leftovers),
      changesOnlyItself(line)
        ? `Each line runs in a shell of its own, in ${directory}. Join what belongs together: ${line.trim()} && …`
        : undefined,
    )
  }

  async #allowed(line: string, toolCall: ToolCallUpdate): Promise<boolean> {
    const always = { optionId: 'always', name: 'Always allow this exact line', kind: 'allow_always' } as const
    const options = [
      { optionId: 'once', name: 'Allow once', kind: 'allow_once' } as const,
      ...(hasOperators(line) ? [] : [always]),
      { optionId: 'reject', name: 'Reject', kind: 'reject_once' } as const,
    ]
    const request: RequestPermissionRequest = { sessionId: this.#sessionId, toolCall, options }
    const { outcome } = await this.#client.request(methods.client.session.requestPermission, request)
    if (outcome.outcome !== 'selected' || outcome.optionId === 'reject' || this.#stop.aborted) return false
    if (outcome.optionId === 'always') this.#session.allowed.add(line)
    return true
  }

  #finish(end: CommandEnd, hint: string | undefined): void {
    switch (end.is) {
      case 'exited':
        if (end.code === 0) return this.#done('completed', { exitCode: 0, interrupted: false }, hint)
        return this.#done('failed', { exitCode: end.code, interrupted: false })
      case 'ended':
        return this.#done('failed', { signal: end.signal, interrupted: this.#stop.aborted })
      case 'not-started':
        return this.#done('failed', { interrupted: false }, `The shell could not be started: ${end.reason}`)
    }
  }

  #done(status: 'completed' | 'failed', rawOutput: object, text?: string): void {
    const content = text === undefined ? [] : [{ type: 'content' as const, content: { type: 'text' as const, text } }]
    this.#update({ sessionUpdate: 'tool_call_update', toolCallId: this.#toolCallId, status, rawOutput, content })
  }

  /** Updates keep their order, and the turn's end waits for the last of them. */
  #update(update: SessionUpdate): void {
    const told = this.#client.notify(methods.client.session.update, { sessionId: this.#sessionId, update })
    this.#told = Promise.all([this.#told, told])
  }
}
