// What an agent has running by itself in words: how one stands, and what is said when it is over.

import { type AgentWork, isAtWork, lastOfWork } from '../../shared/agent-work.ts'
import { plainLine } from '../plain-text.ts'
import type { News } from './task-news.ts'

const kinds = { agent: 'sub-agent', command: 'command', other: 'in the background' } as const

export const standingWord = ({ standing }: Pick<AgentWork, 'standing'>): string => standing.replace('-', ' ')

/** How long it runs, or ran, in milliseconds. */
export const workSpan = ({ since, ended }: AgentWork, now: number): number =>
  (ended === undefined ? now : Date.parse(ended)) - Date.parse(since)

/** What it is: "command in the background", "sub-agent, 3 calls". */
export function workKind({ kind, calls, apart }: AgentWork): string {
  const used = calls === 0 ? '' : `, ${calls} ${calls === 1 ? 'call' : 'calls'}`
  return `${kinds[kind]}${apart && kind === 'command' ? ' in the background' : ''}${used}`
}

/** What it did, or what it printed, can be read. */
export const canLook = ({ kind, call, prints }: AgentWork): boolean =>
  kind === 'agent' ? call !== undefined : prints === true

/** Why nobody can stop it from here; undefined where somebody can, or where it is over. */
export const whyNotStopped = (work: AgentWork, agent: string): string | undefined =>
  isAtWork(work) && !work.stops ? `${agent} has no way to stop it from here: ask it to.` : undefined

/** Tells of each that ran in the background, once it is over, to whoever saw it run. */
export class WorkEnds {
  #seen = new Map<string, AgentWork>()

  look(
    all: { readonly [work: string]: AgentWork } | undefined,
  ): (News & { readonly standing: AgentWork['standing'] })[] {
    const before = this.#seen
    this.#seen = new Map(Object.entries(all ?? {}))
    return [...this.#seen].flatMap(([id, work]) => {
      const was = before.get(id)
      if (!was || !isAtWork(was) || isAtWork(work) || !work.apart) return []
      const tone = work.standing === 'done' ? 'info' : 'warning'
      return [{ text: endWords(work), tone, standing: work.standing } as const]
    })
  }
}

function endWords(work: AgentWork): string {
  const name = `${work.kind === 'agent' ? 'Sub-agent' : 'In the background'} “${plainLine(work.title)}”`
  const last = plainLine(lastOfWork(work))
  switch (work.standing) {
    case 'stopped':
      return `${name} was stopped.`
    case 'failed':
      return `${name} failed${last === '' ? '.' : `: ${last}`}`
    default:
      return `${name} is done${last === '' ? '.' : `: ${last}`}`
  }
}
