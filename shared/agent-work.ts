// What the agent of a room has running by itself: agents that it started for a part of its work, commands in the background.

export interface AgentWork {
  readonly order: number
  /** `other` is what runs in the background and is neither: a workflow, a watch. */
  readonly kind: 'agent' | 'command' | 'other'
  /** The tool call that started it, where the agent tells. */
  readonly call?: string
  readonly title: string
  readonly standing: 'running' | 'needs-you' | 'done' | 'failed' | 'stopped'
  /** ISO 8601. */
  readonly since: string
  /** Once it is over; ISO 8601. */
  readonly ended?: string
  /** Tools that it has used. */
  readonly calls: number
  /** The last that it said, began or printed, on one line. */
  readonly last?: string
  /** Why it failed, in a sentence. */
  readonly reason?: string
  /** It runs in the background: it may outlast the turn that started it. */
  readonly apart?: true
  /** The agent can be told to stop it. */
  readonly stops?: true
  /** What it has printed can be read. */
  readonly prints?: true
}

export type AllWork = { readonly [work: string]: AgentWork }

export const isAtWork = ({ standing }: Pick<AgentWork, 'standing'>): boolean =>
  standing === 'running' || standing === 'needs-you'

const inOrder = (all: AllWork = {}): AgentWork[] => Object.values(all).sort((one, other) => one.order - other.order)

export const workOf = (all: AllWork | undefined, call: string): AgentWork[] =>
  inOrder(all).filter((work) => work.call === call)

/** What is at work and whose call is not among the ones that are shown. */
export const strayWork = (all: AllWork | undefined, isShown: (call: string) => boolean): AgentWork[] =>
  inOrder(all).filter((work) => isAtWork(work) && (work.call === undefined || !isShown(work.call)))

/** What is at work beside the turn. */
export const apartWork = (all: AllWork | undefined): AgentWork[] =>
  inOrder(all).filter((work) => work.apart === true && isAtWork(work))

/** The last that is known of it. */
export const lastOfWork = ({ standing, reason, last }: AgentWork): string =>
  (standing === 'failed' && reason) || last || ''

/** How it stands, for people. */
export const workStanding = ({ standing }: Pick<AgentWork, 'standing'>): string => standing.replace('-', ' ')

/** ", 3 calls"; nothing where it has used no tool. */
export const callsUsed = ({ calls }: Pick<AgentWork, 'calls'>): string =>
  calls === 0 ? '' : `, ${calls} ${calls === 1 ? 'call' : 'calls'}`

/** "Look around: needs you, 3 calls · rm -rf build". */
export function workWords(work: AgentWork): string {
  const last = lastOfWork(work)
  return `${work.title}: ${workStanding(work)}${callsUsed(work)}${last === '' ? '' : ` · ${last}`}`
}

/** "1 command and 2 sub-agents in the background". */
export function apartWords(works: readonly Pick<AgentWork, 'kind'>[]): string {
  const counted = (kind: AgentWork['kind'], one: string, more: string): string[] => {
    const count = works.filter((work) => work.kind === kind).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
  }
  const parts = [
    ...counted('command', 'command', 'commands'),
    ...counted('agent', 'sub-agent', 'sub-agents'),
    ...counted('other', 'more', 'more'),
  ]
  return `${parts.join(' and ')} in the background`
}
