// `/resume [words]`: goes on with another session, the one that fits or one to be chosen; `/fork`: with a copy of this one.

import type { ListedSession } from '../../shared/listed.ts'
import type { Connection } from '../connection.ts'
import type { DeviceCommand } from './command.ts'

export const resume: DeviceCommand = {
  name: 'resume',
  argument: '[words]',
  description: 'go on with another session; a list of them',
  role: 'drive',
  reach: 'host',
  async run({ connection, say, chooseSession }, argument) {
    const wanted = argument.replace(/^(["'])(.*)\1$/, '$2').trim()
    if (wanted === '') return chooseSession('', false)
    const { sessions, all } = await fitting(connection, wanted)
    const [only, ...others] = sessions
    if (!only) say(`No session on this computer fits “${wanted}”. /resume lists them.`, 'warning')
    else if (others.length > 0) chooseSession(wanted, all)
    else if (only.session === connection.view.state?.transcript) say('That is the session you are in.')
    else await connection.call('open', { session: only.session })
  },
}

export const fork: DeviceCommand = {
  name: 'fork',
  description: 'go on with a copy of this session',
  role: 'drive',
  reach: 'host',
  async run({ connection }) {
    await connection.call('fork', {})
  },
}

/** Those whose id begins so, else those that have these words: of this directory, else of all. */
async function fitting(
  connection: Connection,
  text: string,
): Promise<{ readonly sessions: readonly ListedSession[]; readonly all: boolean }> {
  for (const all of [false, true]) {
    const { sessions } = await connection.call('sessions', { search: text, all })
    const begun = sessions.filter(({ session }) => session.startsWith(text.toLowerCase()))
    if (sessions.length > 0) return { sessions: begun.length > 0 ? begun : sessions, all }
  }
  return { sessions: [], all: true }
}
