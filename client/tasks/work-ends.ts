// What is new of what an agent runs in the background: each that is over, once, to whoever saw it run.

import { type AgentWork, type AllWork, isAtWork, lastOfWork } from '../../shared/agent-work.ts'
import { plainLine } from '../plain-text.ts'
import type { News } from './task-news.ts'

interface WorkEnd extends News {
  readonly standing: AgentWork['standing']
}

export class WorkEnds {
  #seen = new Map<string, AgentWork>()

  look(all: AllWork | undefined): WorkEnd[] {
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
