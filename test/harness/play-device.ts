// A device of a play: the real client over a pipe in memory that is lost, slow, out of reach, or jumbles calls, as told.

import { type Connection, type Credential, connect, type OutgoingCall } from '../../client/connection.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import type { PlayHost } from './play-host.ts'
import { seededBytes } from './random.ts'

export class PlayDevice {
  readonly name: string
  connection: Connection
  reachable = true
  /** What the host sees as buffered for it. */
  buffered = 0
  /** What happens to the next call on its way. */
  jumble: 'twice' | 'late' | undefined
  readonly #it: PlayHost
  readonly #random: (length: number) => Uint8Array
  #credential: Credential
  #stored: readonly OutgoingCall[] = []
  #pipe: Pipe | undefined
  #send: (frame: string) => void = () => {}
  /** A call that waits to be overtaken. */
  #late: string | undefined

  constructor(it: PlayHost, name: string, credential: Credential, seed: number) {
    this.#it = it
    this.name = name
    this.#credential = credential
    this.#random = seededBytes(seed)
    this.connection = this.#connect()
  }

  drop(): void {
    this.#late = undefined
    this.#pipe?.terminate()
  }

  /** The page goes, without a word, and is loaded anew. */
  reload(): void {
    this.#late = undefined
    this.connection.close()
    this.connection = this.#connect()
  }

  /** What was to be overtaken and was not comes now. */
  settle(): void {
    const late = this.#late
    this.#late = undefined
    if (late !== undefined) this.#send(late)
  }

  #connect(): Connection {
    const { clock, limits } = this.#it.machine
    return connect({
      open: async () => this.#open(),
      credential: this.#credential,
      onCredential: (lasting) => {
        this.#credential = lasting
      },
      name: this.name,
      outbox: {
        load: () => [...this.#stored],
        save: (calls) => {
          this.#stored = calls
        },
      },
      limits,
      clock,
      random: this.#random,
    })
  }

  #open(): Pipe {
    if (!this.reachable) throw new Error('out of reach')
    const [mine, hosts] = pipePair()
    this.#pipe = mine
    // What was held back went down with the pipe before.
    this.#late = undefined
    this.buffered = 0
    this.#send = mine.send.bind(mine)
    mine.send = (frame) => this.#pass(frame)
    Object.defineProperty(hosts, 'buffered', { get: () => this.buffered })
    this.#it.accept(hosts, this.#credential.kind === 'terminal')
    return mine
  }

  #pass(frame: string): void {
    const isCall = frame.startsWith('{"t":"call"')
    const { jumble } = this
    if (isCall && jumble !== undefined) {
      this.jumble = undefined
      if (jumble === 'late') {
        this.settle()
        this.#late = frame
        return
      }
      this.#send(frame)
    }
    this.#send(frame)
    if (isCall) this.settle()
  }
}
