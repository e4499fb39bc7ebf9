// One try at a connection: opens a pipe, shakes hands, then carries frames until it is lost, refused or abandoned.

import type { Clock } from '../shared/clock.ts'
import { closeCodes, passingByes } from '../shared/codes.ts'
import type { DeviceLimits } from '../shared/limits.ts'
import type { Pipe, Wire } from '../shared/pipe.ts'
import type { ServerFrame } from '../shared/protocol.ts'
import { type Seal, SealedPipe } from '../shared/sealed-pipe.ts'
import type { Credential } from './connection.ts'
import { Handshake, type Introduction, type Refusal } from './handshake.ts'
import { Heartbeat } from './heartbeat.ts'
import { readServerFrame } from './server-frame.ts'

export type Welcome = Extract<ServerFrame, { t: 'welcome' }>

interface AttemptEvents {
  /** Let in; `credential` is what to come with the next time. */
  welcomed(welcome: Welcome, credential: Credential): void
  /** The host waits for somebody to compare this number. */
  compared(number: string): void
  /** Any other frame after that. */
  frame(frame: ServerFrame): void
  /** It is over, and another may follow. */
  lost(): void
  /** It is over, and it takes a person to go on. */
  refused(refusal: Refusal): void
}

export interface AttemptOptions {
  readonly open: (abandoned: AbortSignal) => Promise<Pipe>
  readonly introduction: Introduction
  readonly limits: DeviceLimits
  readonly clock: Clock
  readonly events: AttemptEvents
}

export class Attempt {
  readonly begun: number
  readonly #options: AttemptOptions
  readonly #handshake: Handshake
  #pipe: Pipe | undefined
  #heartbeat: Heartbeat | undefined
  #callOff: () => void = () => {}
  readonly #abandoned = new AbortController()
  #over = false

  constructor(options: AttemptOptions) {
    this.#options = options
    this.begun = options.clock.now()
    this.#handshake = new Handshake(options.introduction)
  }

  start(): void {
    const { hello, refusal } = this.#handshake
    if (refusal || hello === undefined) {
      this.#refused(refusal ?? this.#handshake.unproved())
      return
    }
    this.#giveUpIn(this.#options.limits.connect)
    this.#options.open(this.#abandoned.signal).then(
      (pipe) => {
        if (this.#over) {
          pipe.terminate()
          return
        }
        this.#pipe = pipe
        pipe.onFrame = (text) => this.#take(text)
        pipe.onClose = () => this.#lost()
        this.#giveUpIn(this.#options.limits.connect)
        pipe.send(hello)
      },
      () => this.#lost(),
    )
  }

  /** True from the welcome on: calls may be sent. */
  get joined(): boolean {
    return this.#heartbeat !== undefined && !this.#over
  }

  send(frame: string): void {
    if (this.joined) this.#pipe?.send(frame)
  }

  /** The page woke up: a joined connection has to show that it lives. */
  doubt(): void {
    this.#heartbeat?.doubt()
  }

  /** Ends it without a word to anybody here. */
  abandon(): void {
    this.#end(() => this.#pipe?.close(closeCodes.normal))
  }

  #take(text: string): void {
    if (this.#over) return
    this.#heartbeat?.heard()
    const frame = readServerFrame(text)
    if (frame === 'unknown') return
    if (frame === undefined) this.#lost()
    else if (frame.t === 'bye') this.#bye(frame)
    else if (this.#heartbeat) this.#options.events.frame(frame)
    else if (frame.t === 'challenge') this.#answer(frame)
    else if (frame.t === 'welcome' && this.#handshake.proved) this.#welcomed(frame)
    else if (frame.t === 'confirm' && this.#handshake.proved) this.#compared(frame)
    else this.#refused(this.#handshake.unproved())
  }

  #answer(challenge: ServerFrame): void {
    const answer = this.#handshake.answer(challenge)
    const pipe = this.#pipe
    if (!pipe) return
    if (!('proof' in answer)) this.#refused(answer)
    else if (pipe.wire && !answer.seal) this.#refused(this.#handshake.unproved())
    else {
      pipe.send(answer.proof)
      if (pipe.wire && answer.seal) this.#sealed(pipe, pipe.wire, answer.seal)
    }
  }

  /** From here on only what is sealed counts; of what is not, a host that does not let us in can say no more than why. */
  #sealed(pipe: Pipe, wire: Wire, seal: Seal): void {
    const sealed = new SealedPipe(pipe, wire, seal, (text) => {
      const frame = readServerFrame(text)
      if (this.#over) return
      if (frame !== 'unknown' && frame?.t === 'bye') this.#bye(frame)
      else this.#lost()
    })
    sealed.onFrame = (text) => this.#take(text)
    sealed.onClose = () => this.#lost()
    this.#pipe = sealed
  }

  #compared({ number, within }: Extract<ServerFrame, { t: 'confirm' }>): void {
    const { limits, events } = this.#options
    this.#giveUpIn(within + limits.connect)
    events.compared(number)
  }

  #welcomed(welcome: Welcome): void {
    const { clock, limits, events } = this.#options
    this.#callOff()
    this.#heartbeat = new Heartbeat({
      clock,
      limits,
      ping: () => this.#pipe?.send('{"t":"ping"}'),
      dead: () => this.#lost(),
    })
    events.welcomed(welcome, this.#handshake.credentialOf(welcome.device))
  }

  #bye(bye: Extract<ServerFrame, { t: 'bye' }>): void {
    if (passingByes.includes(bye.code)) this.#lost()
    else this.#refused({ code: bye.code, reason: bye.reason })
  }

  #lost(): void {
    this.#end(() => {
      this.#pipe?.terminate()
      this.#options.events.lost()
    })
  }

  #refused(refusal: Refusal): void {
    this.#end(() => {
      this.#pipe?.close(closeCodes.normal)
      this.#options.events.refused(refusal)
    })
  }

  #end(tell: () => void): void {
    if (this.#over) return
    this.#over = true
    this.#abandoned.abort()
    this.#callOff()
    this.#heartbeat?.stop()
    tell()
  }

  #giveUpIn(delay: number): void {
    this.#callOff()
    this.#callOff = this.#options.clock.after(delay, () => this.#lost())
  }
}
