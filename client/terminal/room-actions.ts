// Slash commands that ask the room for something and say what came of it.

import { terminalDevice } from '../../shared/ids.ts'
import { calls } from '../../shared/protocol.ts'
import { mayAct } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import type { Say } from './access-actions.ts'
import type { Actions } from './commands.ts'
import { meant, type Waiting, waitingIn } from './waiting.ts'

export class RoomActions
  implements
    Omit<
      Actions,
      'diff' | 'output' | 'edit' | 'image' | 'openSession' | 'quit' | 'share' | 'links' | 'devices' | 'help' | 'rewind'
    >
{
  readonly say: Say
  readonly #connection: Connection

  constructor(connection: Connection, say: Say) {
    this.#connection = connection
    this.say = say
  }

  waiting(): Waiting[] {
    const { view, outbox, self } = this.#connection
    return waitingIn(view.state, outbox, self?.device ?? terminalDevice)
  }

  send(place: number | undefined): void {
    const found = meant(this.waiting(), place)
    if (!found) this.say('No prompt is held back.', 'info')
    else if (found.standing === 'queued') this.say('That prompt goes by itself when its turn comes.', 'info')
    else if (found.standing === 'unsent') this.#connection.resend(found.id)
    else this.#tell(this.#connection.call('release', { prompt: found.id }), 'Not sent')
  }

  drop(place: number | undefined): void {
    const found = meant(this.waiting(), place)
    if (!found) this.say('No prompt is waiting.', 'info')
    else if (found.standing === 'unsent') this.#connection.discard(found.id)
    else this.#tell(this.#connection.call('withdraw', { prompt: found.id }), 'Not taken out')
  }

  /** Something runs that this device may stop. */
  get mayInterrupt(): boolean {
    const { view, self } = this.#connection
    return view.state?.activity.is === 'running' && (self === undefined || mayAct(self.role, calls.cancel.role))
  }

  interrupt(): void {
    const activity = this.#connection.view.state?.activity
    if (activity?.is !== 'running') return
    const { prompt, stopping } = activity
    this.#tell(this.#connection.call('cancel', { prompt, ...(stopping && { now: true }) }), 'Not interrupted')
  }

  failed(what: string, problem: unknown): void {
    this.say(`${what}: ${problem instanceof Error ? problem.message : String(problem)}`, 'warning')
  }

  #tell(answer: Promise<unknown>, what: string): void {
    answer.catch((problem: unknown) => this.failed(what, problem))
  }
}
