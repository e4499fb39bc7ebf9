// What the terminal knows of its session now: by the room's word, and before that by what was known at the start.

import { apartWork } from '../../shared/agent-work.ts'
import { type DeviceId, terminalDevice } from '../../shared/ids.ts'
import { isOver } from '../../shared/tasks.ts'
import type { SessionInfo, TerminalOptions } from './options.ts'
import { others } from './presence.ts'

export class SessionNow {
  readonly #options: Pick<TerminalOptions, 'connection' | 'session' | 'joined'>

  constructor(options: Pick<TerminalOptions, 'connection' | 'session' | 'joined'>) {
    this.#options = options
  }

  get info(): SessionInfo {
    const { session, connection } = this.#options
    const { state } = connection.view
    if (!state) return session
    const { transcript, title, directory, agent } = state
    return { ...session, id: transcript, title, directory, agent: agent.label }
  }

  /** This terminal, as the room knows it. */
  get self(): DeviceId {
    return this.#options.connection.self?.device ?? terminalDevice
  }

  /** Names of the other devices that are here. */
  get devices(): string[] {
    return others(this.#options.connection.view.state, this.self).map(({ name }) => name)
  }

  get running(): boolean {
    return this.#options.connection.view.state?.activity.is === 'running'
  }

  /** Leaving ends what runs in this process, as people call it; whoever only joined it ends nothing. */
  get leavingEnds(): string | undefined {
    if (this.#options.joined) return undefined
    const { tasks, state } = this.#options.connection.view
    if (tasks.tasks.some((task) => task.by === 'here' && !isOver(task))) return 'a task'
    return apartWork(state?.work).length > 0 ? 'what runs in the background' : undefined
  }
}
