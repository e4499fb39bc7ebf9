// The tool call that an agent asks a permission for, with its command also where only the title tells that.

import type { ToolCallUpdate } from '@agentclientprotocol/sdk/unstable'
import type { AgentToolUpdate } from '../room/agent.ts'
import type { Since } from './quirks.ts'
import { agentToolUpdateOf } from './updates.ts'

/** `commandTitles` is since when the agent titles a question about a command with the whole command; `version` is its own. */
export function askedTool(
  call: ToolCallUpdate,
  commandTitles: Since | undefined,
  version: string | undefined,
): AgentToolUpdate {
  const tool = agentToolUpdateOf(call)
  if (call.kind !== 'execute' || tool.input || !call.title || !isSince(commandTitles, version)) return tool
  return { ...tool, input: { command: call.title } }
}

function isSince(since: Since | undefined, version: string | undefined): boolean {
  if (!since || version === undefined) return false
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > since[0] || (major === since[0] && minor >= since[1])
}
