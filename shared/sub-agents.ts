// Agents that the agent of a room started to do a part of its work: how far each is, shown at the call that started it.

export interface SubAgent {
  readonly order: number
  /** The tool call that started it, where the agent tells. */
  readonly call?: string
  readonly title: string
  readonly standing: 'running' | 'needs-you' | 'done'
  /** Tools that it has used. */
  readonly calls: number
  /** The last that it said or began, on one line. */
  readonly last?: string
}

type SubAgents = { readonly [agent: string]: SubAgent }

const inOrder = (agents: SubAgents = {}): SubAgent[] =>
  Object.values(agents).sort((one, other) => one.order - other.order)

export const subAgentsOf = (agents: SubAgents | undefined, call: string): SubAgent[] =>
  inOrder(agents).filter((agent) => agent.call === call)

/** Those at work whose call is not among the ones that are shown. */
export const straySubAgents = (agents: SubAgents | undefined, isShown: (call: string) => boolean): SubAgent[] =>
  inOrder(agents).filter(({ call, standing }) => standing !== 'done' && (call === undefined || !isShown(call)))

/** "Look around: needs you, 3 calls · rm -rf build". */
export function subAgentWords({ title, standing, calls, last }: SubAgent): string {
  const tools = calls === 0 ? '' : `, ${calls} ${calls === 1 ? 'call' : 'calls'}`
  return `${title}: ${standing.replace('-', ' ')}${tools}${last ? ` · ${last}` : ''}`
}
