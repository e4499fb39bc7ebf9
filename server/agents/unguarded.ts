// The modes, and answers to an agent's questions, after which it asks nobody before it acts: only an owner chooses these.

/** By the profile's name; ids as the agent gives them. */
const byAgent = new Map<string, readonly string[]>([
  ['claude', ['bypassPermissions', 'exit-plan-bypass', 'exit-plan-clear-bypass']],
  ['codex', ['full-access', 'agent-full-access']],
  ['gemini', ['yolo']],
  ['qwen', ['yolo']],
  ['copilot', ['autopilot', 'https://agentclientprotocol.com/protocol/session-modes#autopilot']],
  ['goose', ['auto']],
])

/** Of a command that is none of these, what any of them calls so; but `auto` is a mode that still asks with most. */
const anybodys = [...byAgent.values()].flat().filter((id) => id !== 'auto')

export const unguardedOf = (agent: string): ReadonlySet<string> => new Set(byAgent.get(agent) ?? anybodys)
