// Whether the user of an agent is signed in, as only the agent itself knows: it is started, asked for a session, and ended.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Agent, AgentListener } from '../room/agent.ts'
import { messageOf, NotSignedIn } from './agent-errors.ts'
import type { KnownAgent } from './known-agents.ts'
import { type AgentSetting, agentProfile } from './profiles.ts'

/** `yes` is also said of one that needs no sign-in; `trouble` is a sentence about one that could not be asked. */
export type SignIn = { readonly is: 'yes' | 'no' } | { readonly is: 'unknown'; readonly trouble: string }

/** So long an agent that tells of its own accord may take to, in milliseconds; some ask another program first. */
const patience = 6000

export async function signInOf(agent: KnownAgent, setting: Omit<AgentSetting, 'directory'>): Promise<SignIn> {
  const { clock, newId } = setting
  let tell = (_: boolean): void => {}
  const told = new Promise<boolean>((resolve) => {
    tell = resolve
  })
  const listener: AgentListener = {
    update() {},
    ask: async () => undefined,
    inquire: async () => undefined,
    signedIn: (is) => tell(is),
    gone() {},
  }
  // Whatever it keeps of the session is not to be found among those of somebody's project.
  const directory = mkdtempSync(join(tmpdir(), 'carryon-agent-'))
  let started: Agent | undefined
  try {
    const opening = { transcript: newId() as TranscriptId, begun: false, session: undefined }
    started = await agentProfile(agent.name, { ...setting, directory }).start(listener, opening)
    if (!agent.tellsSignIn) return { is: 'yes' }
    const late = new Promise<undefined>((resolve) => clock.after(patience, () => resolve(undefined)))
    const is = await Promise.race([told, late])
    if (is === undefined) return { is: 'unknown', trouble: `${agent.label} did not say.` }
    return { is: is ? 'yes' : 'no' }
  } catch (error) {
    return error instanceof NotSignedIn ? { is: 'no' } : { is: 'unknown', trouble: messageOf(error) }
  } finally {
    await started?.end()
    rmSync(directory, { recursive: true, force: true })
  }
}
