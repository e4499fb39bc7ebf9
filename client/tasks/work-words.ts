// What an agent has running by itself in words: what it is, what can be done with it.

import { type AgentWork, callsUsed, isAtWork } from '../../shared/agent-work.ts'

const kinds = { agent: 'sub-agent', command: 'command', other: 'in the background' } as const

/** How long it runs, or ran, in milliseconds. */
export const workSpan = ({ since, ended }: AgentWork, now: number): number =>
  (ended === undefined ? now : Date.parse(ended)) - Date.parse(since)

/** What it is: "command in the background", "sub-agent, 3 calls". */
export function workKind(work: AgentWork): string {
  const { kind, apart } = work
  return `${kinds[kind]}${apart && kind === 'command' ? ' in the background' : ''}${callsUsed(work)}`
}

/** What it did, or what it printed, can be read. */
export const canLook = ({ kind, call, prints }: AgentWork): boolean =>
  kind === 'agent' ? call !== undefined : prints === true

/** Why nobody can stop it from here; undefined where somebody can, or where it is over. */
export const whyNotStopped = (work: AgentWork, agent: string): string | undefined =>
  isAtWork(work) && !work.stops ? `${agent} has no way to stop it from here: ask it to.` : undefined
