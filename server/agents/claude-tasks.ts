// What Claude Code runs in the background: ACP has no word for it, so its own messages about tasks are asked for and read.

import type { SessionNotification } from '@agentclientprotocol/sdk/unstable'
import type { AgentWork } from '../../shared/agent-work.ts'
import type { AgentUpdate, WorkNews } from '../room/agent.ts'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../store/record.ts'

const subtypes = [
  'task_started',
  'task_updated',
  'task_notification',
  'background_tasks_changed',
  'session_state_changed',
]

/** With the opening of a session: the adapter then passes these messages on. */
export const claudeTaskWish = {
  claudeCode: { emitRawSDKMessages: subtypes.map((subtype) => ({ type: 'system', subtype })) },
}

/** By which they come. */
export const claudeTaskMethod = '_claude/sdkMessage'

interface Task {
  readonly kind: AgentWork['kind']
  readonly title: string | undefined
  readonly call: string | undefined
  /** It was told of. */
  told: boolean
  /** How it ended, where only that is known so far. */
  ended?: WorkNews['standing']
}

/** Tasks that are known by what they are; one in the foreground may be put into the background later. */
const mostKnown = 200

export class ClaudeTasks {
  readonly #tell: (update: AgentUpdate) => void
  readonly #tasks = new Map<string, Task>()
  /** Calls whose command went to the background, and the task's id: the next that is printed there says to which file. */
  readonly #calls = new Map<string, string>()

  constructor(tell: (update: AgentUpdate) => void) {
    this.#tell = tell
  }

  take(params: unknown): void {
    const message = isRecord(params) ? params['message'] : undefined
    if (!isRecord(message)) return
    const id = textOf(message['task_id'])
    switch (message['subtype']) {
      case 'session_state_changed':
        if (message['state'] === 'running' || message['state'] === 'idle')
          this.#tell({ is: 'busy', now: message['state'] === 'running' })
        return
      case 'background_tasks_changed':
        return this.#allThatRun(recordsOf(message['tasks']).flatMap((task) => textOf(task['task_id']) ?? []))
      case 'task_started':
        return id === undefined ? undefined : this.#started(id, message)
      case 'task_updated':
        return id === undefined ? undefined : this.#updated(id, message['patch'])
      case 'task_notification':
        return id === undefined ? undefined : this.#notified(id, message)
    }
  }

  /** Whether that is words of Claude Code's to its model on where a command in the background writes to. */
  printsElsewhere({ update }: SessionNotification): boolean {
    if (update.sessionUpdate !== 'tool_call_update') return false
    const meta = isRecord(update._meta) ? update._meta : {}
    const claude = isRecord(meta['claudeCode']) ? meta['claudeCode'] : {}
    const response = isRecord(claude['toolResponse']) ? claude['toolResponse'] : {}
    const started = textOf(response['backgroundTaskId'])
    if (started !== undefined) this.#calls.set(update.toolCallId, started)
    const printed = isRecord(meta['terminal_output']) ? textOf(meta['terminal_output']['data']) : undefined
    const task = this.#calls.get(update.toolCallId)
    if (printed === undefined || task === undefined) return false
    this.#calls.delete(update.toolCallId)
    const output = outputFile(printed, task)
    if (output === undefined) return false
    this.#news(task, { output })
    return true
  }

  #started(id: string, message: JsonRecord): void {
    if (message['ambient'] === true || message['skip_transcript'] === true) return
    const kind = kindOf(message)
    const task: Task = {
      kind,
      title: textOf(message['description']),
      call: textOf(message['tool_use_id']),
      told: false,
    }
    this.#tasks.set(id, task)
    const [oldest] = this.#tasks.keys()
    if (this.#tasks.size > mostKnown && oldest !== undefined) this.#tasks.delete(oldest)
    if (message['is_backgrounded'] === true || kind === 'other') this.#apart(id, task)
  }

  #apart(id: string, task: Task): void {
    const { title, call } = task
    task.told = true
    this.#news(id, { title, call, standing: 'running', apart: true })
  }

  #updated(id: string, patch: unknown): void {
    const task = this.#tasks.get(id)
    if (!task || !isRecord(patch)) return
    if (patch['is_backgrounded'] === true && !task.told) this.#apart(id, task)
    const ended = ends[textOf(patch['status']) ?? '']
    if (ended !== undefined) task.ended = ended
  }

  #notified(id: string, message: JsonRecord): void {
    const task = this.#tasks.get(id)
    const standing = ends[textOf(message['status']) ?? '']
    if (!task?.told || standing === undefined) return
    const output = task.kind === 'command' ? outputFile(textOf(message['output_file']) ?? '', id) : undefined
    const reason = standing === 'failed' ? textOf(message['summary']) : undefined
    this.#end(id, { standing, reason, output })
  }

  /** What is not among them is over, also where nobody said so. */
  #allThatRun(ids: readonly string[]): void {
    for (const [id, task] of this.#tasks) {
      // A sub-agent's end is told by ACP.
      if (task.told && task.kind !== 'agent' && !ids.includes(id)) this.#end(id, { standing: task.ended ?? 'done' })
    }
  }

  #end(id: string, news: Omit<WorkNews, 'is' | 'id' | 'kind'>): void {
    this.#news(id, news)
    this.#tasks.delete(id)
  }

  #news(id: string, news: Omit<WorkNews, 'is' | 'id' | 'kind'>): void {
    this.#tell({ is: 'work', id, kind: this.#tasks.get(id)?.kind ?? 'command', ...news })
  }
}

const ends: { readonly [status: string]: WorkNews['standing'] | undefined } = {
  completed: 'done',
  failed: 'failed',
  killed: 'stopped',
  stopped: 'stopped',
}

function kindOf(message: JsonRecord): AgentWork['kind'] {
  if (message['task_type'] === 'local_agent' || textOf(message['subagent_type']) !== undefined) return 'agent'
  return message['task_type'] === 'local_bash' ? 'command' : 'other'
}

/** Only a path that ends as Claude Code's own do: what a command printed must not lead to another file. */
function outputFile(text: string, task: string): string | undefined {
  if (!/^\w+$/.test(task)) return undefined
  const path = new RegExp(`(?:[A-Za-z]:)?[\\\\/][^\\n]*?[\\\\/]tasks[\\\\/]${task}\\.output`).exec(text)?.[0]
  return path?.split(/[\\/]/).includes('..') ? undefined : path
}
