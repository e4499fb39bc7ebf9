// Another agent goes on with the conversation: which may, that the one before has ended, and that the transcript says so.

import { terminalDevice } from '../../shared/ids.ts'
import type { FoundAgent } from '../../shared/listed.ts'
import type { AgentLabel } from '../../shared/room-state.ts'
import type { JournalRecord } from '../store/journal.ts'
import type { AgentProfile } from './agent.ts'
import type { AgentLife } from './agent-life.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import { type Guest, personOf } from './seat.ts'
import type { Turns } from './turns.ts'

/** The agents that may answer in a room. */
export interface AgentChoice {
  list(): readonly Omit<FoundAgent, 'current'>[]
  /** Throws `CallRefused` where it is not here, or not one of the list; `anyCommand`: then a command line is one, too. */
  profile(name: string, anyCommand: boolean): AgentProfile
  /** It answers from now on, also the next time. Throws what the file system throws. */
  keep(name: string): void
}

interface Parts {
  readonly history: History
  readonly live: LiveState
  readonly turns: Turns
  readonly life: AgentLife
  readonly agents: AgentChoice
}

/** Answered once the one before has ended and the other one is being started. Throws `CallRefused`. */
export async function changeAgent(parts: Parts, name: string, guest: Guest): Promise<Record<string, never>> {
  const { history, live, turns, life, agents } = parts
  // A command line is code that runs on this computer: only its own keyboard may give one.
  const profile = agents.profile(name.trim(), guest.device === terminalDevice)
  const before = live.value.agent
  if (profile.label.name === before.name)
    throw new CallRefused('bad_request', `${before.label} answers here already. /restart starts it anew.`)
  await turns.apart(async () => {
    history.note({ t: 'agent', transcript: history.log.id, agent: profile.label.name, by: personOf(guest) })
    await history.sync()
    await life.end({ is: 'starting' })
    try {
      // What it wrote last comes before what is written of its end.
      history.log.look()
      announce(history, before.label, profile.label)
      agents.keep(profile.label.name)
    } catch (error) {
      void life.again()
      throw error
    }
    void life.change(profile)
  })
  return {}
}

/** The transcript says where another agent goes on. */
export function announce(history: History, before: string, now: AgentLabel): void {
  if (history.begun) history.append([{ kind: 'agent', text: `From here on ${now.label} answers; before: ${before}.` }])
}

/** Who answered in this transcript last; undefined where it was never in a room. */
export function lastAgent(records: readonly JournalRecord[], transcript: string): string | undefined {
  const last = records.findLast(
    (record) => (record.t === 'opened' || record.t === 'agent') && record.transcript === transcript,
  )
  return last && 'agent' in last ? last.agent : undefined
}
