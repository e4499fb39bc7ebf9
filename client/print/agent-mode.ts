// `--model` and `--permission-mode` of `--print`: what the agent offers is chosen, a mode that it lacks is answered by rules.

import type { StartingOptions } from '../../shared/starting-options.ts'
import type { Connection } from '../connection.ts'
import { chooseAtStart, started } from '../starting-options.ts'
import type { PermissionMode } from './permission-policy.ts'

interface PrintStart extends StartingOptions {
  readonly mode: PermissionMode | undefined
}

/**
 * Resolves once the agent is set so, or where it is gone, which the prompt will tell; with a sentence where it has no such
 * model, or where the mode is the agent's alone and it has none such.
 */
export async function setAgent(connection: Connection, { mode, model }: PrintStart): Promise<string | undefined> {
  const state = await started(connection)
  if (!state || state.activity.is === 'gone') return undefined
  const lacking = model === undefined ? undefined : await chooseAtStart(connection, 'model', model)
  return lacking ?? (mode && (await chooseMode(connection, mode)))
}

async function chooseMode(connection: Connection, mode: PermissionMode): Promise<string | undefined> {
  const lacking = await chooseAtStart(connection, 'mode', mode)
  // Planning is something that an agent does; all the others are ways to answer it.
  if (lacking === undefined || mode === 'plan') return lacking
  if (mode === 'dontAsk') await chooseAtStart(connection, 'mode', 'default')
  return undefined
}
