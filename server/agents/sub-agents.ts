// Sub-agents over ACP: sessions of their own that the agent announces, kept apart from the room's conversation.

import type { SessionNotification, SessionUpdate, SubagentUpdate } from '@agentclientprotocol/sdk/unstable'
import type { WorkNews } from '../room/agent.ts'
import { isRecord, textOf } from '../store/record.ts'
import { agentUpdateOf } from './updates.ts'

interface Child {
  readonly title: string | undefined
  readonly call: string | undefined
}

/** Children that are known by their titles; an agent may talk to one again long after it has ended. */
const mostKnown = 200

export class AcpSubAgents {
  readonly #tell: (news: WorkNews) => void
  #own: string | undefined
  readonly #children = new Map<string, Child>()

  constructor(tell: (news: WorkNews) => void) {
    this.#tell = tell
  }

  /** The session that the conversation is. */
  opened(sessionId: string): void {
    this.#own = sessionId
  }

  /** Whether it is no word of the conversation: a sub-agent's own, or about one. */
  take({ sessionId, update }: SessionNotification): boolean {
    if (update.sessionUpdate === 'subagent_update') {
      this.#announced(update, this.#children.get(sessionId)?.call)
      return true
    }
    if (update.sessionUpdate === 'session_message') {
      // Claude Code gives the message that starts one the id of the call that does.
      const { recipientSessionId, messageId } = update
      if (recipientSessionId) this.#startedBy(recipientSessionId, messageId)
      return true
    }
    if (!this.#isChild(sessionId)) return false
    // Of a session that was never announced nobody could say what it is.
    if (this.#children.has(sessionId)) this.#heard(sessionId, update)
    return true
  }

  /** Who asks in this session, where it is not the agent itself. */
  asker(sessionId: string): string | undefined {
    return this.#isChild(sessionId) ? (this.#children.get(sessionId)?.title ?? 'Sub-agent') : undefined
  }

  #isChild(sessionId: string): boolean {
    return this.#children.has(sessionId) || (this.#own !== undefined && sessionId !== this.#own)
  }

  /** One that a sub-agent started is shown where that is. */
  #announced(
    { sessionId, title, description, state, capabilities }: SubagentUpdate,
    callAbove: string | undefined,
  ): void {
    const held = this.#children.get(sessionId)
    const child = { title: title ?? held?.title ?? description ?? undefined, call: held?.call ?? callAbove }
    this.#children.delete(sessionId)
    this.#children.set(sessionId, child)
    const [oldest] = this.#children.keys()
    if (this.#children.size > mostKnown && oldest !== undefined) this.#children.delete(oldest)
    this.#tell({
      is: 'work',
      kind: 'agent',
      id: sessionId,
      ...child,
      standing: standingOf(state),
      ...(capabilities?.cancel && { stops: true }),
    })
  }

  #startedBy(id: string, call: string): void {
    const child = this.#children.get(id)
    if (!child || child.call !== undefined) return
    this.#children.set(id, { ...child, call })
    this.#tell({ is: 'work', kind: 'agent', id, call })
  }

  #heard(id: string, update: SessionUpdate): void {
    const call = parentCall(update)
    if (call !== undefined) this.#startedBy(id, call)
    const said = agentUpdateOf(update)
    if (said?.is === 'text' && said.kind === 'reply') {
      this.#tell({ is: 'work', kind: 'agent', id, says: { message: said.message, text: said.text } })
    } else if (said?.is === 'tool' && said.begins) {
      this.#tell({ is: 'work', kind: 'agent', id, uses: said.title ?? said.name ?? 'Tool' })
    }
  }
}

/** `_meta.claudeCode.parentToolUseId`: the call that started whoever says this. */
function parentCall({ _meta }: { readonly _meta?: unknown }): string | undefined {
  const claude = isRecord(_meta) ? _meta['claudeCode'] : undefined
  return isRecord(claude) ? textOf(claude['parentToolUseId']) : undefined
}

function standingOf(state: SubagentUpdate['state']): WorkNews['standing'] {
  switch (state?.state) {
    case 'running':
      return 'running'
    case 'requires_action':
      return 'needs-you'
    case 'idle':
      return endOf(textOf(state.stopReason))
    default:
      return undefined
  }
}

function endOf(reason: string | undefined): WorkNews['standing'] {
  if (reason === 'cancelled') return 'stopped'
  return reason === 'error' || reason === 'refusal' ? 'failed' : 'done'
}
