// The agents that may answer in this host's rooms: those that carryon knows, the shell, and those that the config lists.

import type { AgentProfile } from '../room/agent.ts'
import { CallRefused } from '../room/call-refused.ts'
import type { AgentChoice } from '../room/other-agent.ts'
import { findProgram } from './find-program.ts'
import { knownAgent, knownAgents } from './known-agents.ts'
import { type AgentSetting, absentAgent, agentProfile, programOf } from './profiles.ts'

interface Parts {
  readonly setting: AgentSetting
  /** Command lines that the user has listed. */
  readonly listed: readonly string[]
  readonly keep: (name: string) => void
}

export function agentChoice({ setting, listed, keep }: Parts): AgentChoice {
  const { environment, directory } = setting
  const isHere = (program: string): boolean => findProgram(program, environment, directory) !== undefined
  const own = listed.filter((name) => name !== 'shell' && knownAgent(name) === undefined)
  return {
    list: () => [
      ...knownAgents.map(({ name, label, program, install }) => ({ name, label, found: isHere(program), install })),
      ...own.map((name) => ({ name, label: programOf(name), found: isHere(programOf(name)) })),
      { name: 'shell', label: 'your shell, no AI', found: true },
    ],
    profile(name, anyCommand): AgentProfile {
      const known = knownAgent(name)
      const absent = known && absentAgent(name, environment, directory)
      if (absent !== undefined) throw new CallRefused('unavailable', absent)
      if (name === 'shell' || known || own.includes(name)) return agentProfile(name, setting)
      if (!anyCommand) {
        throw new CallRefused(
          'not_allowed',
          `${name} is none of the agents here. /agent lists them; a command line is taken at the computer’s own keyboard only.`,
        )
      }
      const program = programOf(name)
      if (!isHere(program)) throw new CallRefused('not_found', `${program} was not found. /agent lists the agents.`)
      return agentProfile(name, setting)
    },
    keep,
  }
}
