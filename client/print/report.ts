// What a run came to: the object that `json` prints, the text, and the exit code.

import type { Permission, RoomState } from '../../shared/room-state.ts'
import type { Shown, ShownTool } from '../../shared/room-view.ts'
import type { PrintEnd } from './print-run.ts'
import { inputOf, toolsIn } from './said.ts'
import type { Spending } from './spent.ts'

export interface Ran {
  /** Undefined where the room was never seen. */
  readonly state: Pick<RoomState, 'transcript' | 'agent'> | undefined
  readonly said: readonly Shown[]
  /** The answer, whole. */
  readonly text: string
  readonly end: PrintEnd
  readonly refused: readonly Permission[]
  readonly spent: Spending
  /** In milliseconds. */
  readonly took: number
}

export interface Report extends Spending {
  readonly type: 'result'
  readonly subtype: 'success' | 'error_during_execution'
  readonly is_error: boolean
  readonly result: string
  readonly session_id: string
  readonly duration_ms: number
  /** As Claude Code counts: the prompt, and every answer of a tool that the model was given after it. */
  readonly num_turns: number
  readonly permission_denials: readonly object[]
  /** What went wrong, in a sentence. */
  readonly error?: string
  /** Of the command, where the shell answers. */
  readonly exit_code?: number
}

export function reportOf({ state, said, text, end, refused, spent, took }: Ran): Report {
  const command = state?.agent.name === 'shell' ? toolsIn(said).at(-1) : undefined
  const error = errorOf(end, command)
  return {
    type: 'result',
    subtype: error === undefined ? 'success' : 'error_during_execution',
    is_error: error !== undefined,
    duration_ms: took,
    num_turns: 1 + toolsIn(said).length,
    result: text,
    session_id: state?.transcript ?? '',
    ...spent,
    permission_denials: refused.map((permission) => denialOf(permission, said)),
    error,
    exit_code: command?.exit,
  }
}

/** 0 done, 1 failed, 3 something was asked for that nothing allowed. What interrupts a run has a code of its own. */
export function exitCodeOf(end: PrintEnd, { is_error, permission_denials }: Report): number {
  if (end.is !== 'failed' && permission_denials.length > 0) return 3
  return is_error ? 1 : 0
}

function errorOf(end: PrintEnd, command: ShownTool | undefined): string | undefined {
  switch (end.is) {
    case 'failed':
      return end.reason
    case 'cancelled':
      return 'It was interrupted.'
    case 'done':
      if (command?.state !== 'failed') return undefined
      return command.exit === undefined ? 'The command was ended.' : `The command ended with exit code ${command.exit}.`
  }
}

function denialOf({ tool, title, call }: Permission, said: readonly Shown[]): object {
  const asked = toolsIn(said).find(({ id }) => id === tool)
  return { tool_name: call?.name ?? asked?.name ?? title, tool_use_id: tool, tool_input: asked ? inputOf(asked) : {} }
}

/** For people: what was refused, and the flag that would have let it through. */
export function refusalSentence({ title, call }: Permission): string {
  const flag = call && `--allow ${quoted(call.command === undefined ? call.name : `${call.name}(${call.command})`)}`
  return `Not allowed: ${title}.${flag ? ` To allow it: ${flag}` : ''}`
}

const quoted = (text: string): string => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
