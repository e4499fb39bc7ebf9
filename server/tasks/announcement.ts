// Tells what is finished, or waits for somebody, to a command of the user's: the facts are in its environment, never in its words.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import { agentEnvironment, type Environment } from '../agents/environment.ts'
import { endGroupWhole, spawnGroup } from '../agents/process-group.ts'
import type { TaskRecord } from './task-records.ts'

export interface AnnouncementOptions {
  /** One line for the user's shell. */
  readonly command: string
  /** The user's own. */
  readonly environment: Environment
  readonly clock: Clock
  readonly limits: Pick<Limits, 'notify'>
}

/**
 * What is announced: a task; one thing that an agent ran in the background, by the agent's own id; or a session that
 * waits, by the id of the question or of the prompt.
 */
export type Finished = Pick<
  TaskRecord,
  'title' | 'state' | 'session' | 'directory' | 'agent' | 'last' | 'reason' | 'since' | 'ended'
> & { readonly id: string }

/** Resolves when it has ended; with a sentence where it did not end well. */
export function announced(task: Finished, options: AnnouncementOptions): Promise<string | undefined> {
  const { command, environment, clock, limits } = options
  const shell = environment.SHELL || '/bin/sh'
  const env = { ...agentEnvironment(environment), ...variables(factsOf(task)) }
  return new Promise((resolve) => {
    const child = spawnGroup(shell, ['-c', command], { cwd: task.directory, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-1000)
    })
    const callOff = clock.after(limits.notify, () => {
      void endGroupWhole(child.pid, clock)
      resolve(`${blame} had not ended after ${limits.notify / 1000} seconds, and was ended.`)
    })
    child.on('error', (error) => {
      callOff()
      resolve(`${blame} could not be started: ${error.message}.`)
    })
    child.on('exit', (code, signal) => {
      callOff()
      const lastWords = said.trimEnd().split('\n').at(-1) ?? ''
      resolve(code === 0 ? undefined : `${blame} ended with ${signal ?? `code ${code}`}. ${lastWords}`.trim())
    })
  })
}

const blame = 'The command of --notify'

/** What an agent printed may hold what no variable can, and then nothing would be started. */
const variables = (facts: { readonly [name: string]: string }): { readonly [name: string]: string } =>
  Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, text.replaceAll('\0', '')]))

function factsOf({ id, title, state, session, directory, agent, last, reason, since, ended }: Finished) {
  const took = ended === undefined ? 0 : Math.round((Date.parse(ended) - Date.parse(since)) / 1000)
  return {
    CARRYON_TASK: id,
    CARRYON_TASK_TITLE: title,
    CARRYON_TASK_STATE: state,
    CARRYON_TASK_SESSION: session,
    CARRYON_TASK_DIRECTORY: directory,
    CARRYON_TASK_AGENT: agent,
    CARRYON_TASK_LAST: last ?? '',
    CARRYON_TASK_REASON: reason ?? '',
    CARRYON_TASK_SECONDS: String(took),
  }
}
