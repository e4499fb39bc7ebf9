// A play of a whole host by random steps, with the terminal and four devices that run the real client; and what must hold.

import { expect } from 'vitest'
import type { Entry, ListedEntry } from '../../shared/entries.ts'
import type { CallId, TranscriptId } from '../../shared/ids.ts'
import type { Method, Params } from '../../shared/protocol.ts'
import { settled } from './clock.ts'
import { deviceCount, type HostStep } from './host-steps.ts'
import { otherWrites } from './other-program.ts'
import { PlayDevice } from './play-device.ts'
import { PlayHost } from './play-host.ts'
import { screenOf } from './room-device.ts'

const limits = {
  page: 200,
  coalesce: 25,
  liveOutput: 20,
  shellRecord: 60,
  replayBatch: 200,
  ticket: 1e12,
  ownGrant: 1e12,
  outboxAge: 1e9,
}

/** So many rounds of a second a host may take to come to rest: its longest timer is a fifth of that. */
const patience = 120

export class HostPlay {
  readonly #it: PlayHost
  readonly #devices: PlayDevice[] = []
  /** Prompts whose call was answered with success, by id. */
  readonly #accepted = new Set<CallId>()
  /** Sessions in the order in which they were first seen. */
  readonly #sessions: TranscriptId[] = []

  private constructor(it: PlayHost) {
    this.#it = it
  }

  static async begin(): Promise<HostPlay> {
    const it = new PlayHost(limits)
    const play = new HostPlay(it)
    play.#devices.push(new PlayDevice(it, 'terminal', { kind: 'terminal' }, 1))
    await settled()
    for (let number = 1; number < deviceCount; number++) {
      const { url } = await it.host.issueTicket()
      const secret = new URL(url).hash.slice(1)
      const seed = Buffer.alloc(16, number).toString('base64url')
      play.#devices.push(new PlayDevice(it, `device ${number}`, { kind: 'ticket', secret, seed }, number + 1))
      // One ticket at a time: it has to be used before the next takes its place.
      await it.machine.clock.pass(10)
    }
    return play
  }

  async run(steps: readonly HostStep[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step)
      this.#see()
    }
    await this.#quiesce()
    await this.#check()
    for (const { connection } of this.#devices) connection.close()
    this.#it.end()
  }

  async #take(step: HostStep): Promise<void> {
    const { agent } = this.#it.current
    const device = 'device' in step ? this.#devices[step.device] : undefined
    switch (step.do) {
      case 'prompt':
        return this.#prompt(device, step.text)
      case 'say':
        if (this.#running) agent.says(step.text)
        return
      case 'tool':
        if (!this.#running) return
        return agent.tool({
          id: this.#tool(step.tool),
          title: 'tool',
          output: { append: step.text },
          status: step.end ? 'completed' : 'in_progress',
        })
      case 'ask':
        if (this.#running) void agent.asks(this.#tool(step.tool))
        return
      case 'answer':
        for (const who of [device, this.#devices[step.other]]) {
          const [open] = Object.values(who?.connection.view.state?.permissions ?? {})
          if (open) this.#call(who, 'answer', { permission: open.id, option: 'once' })
        }
        return
      case 'finish':
        return step.how === 'done' ? agent.finishes() : agent.fails('it failed')
      case 'cancel':
        this.#call(device, 'cancel', {})
        if (this.#running) agent.finishes('cancelled')
        return
      case 'rename':
        return this.#call(device, 'rename', { title: step.title })
      case 'fork':
        return this.#call(device, 'fork', {})
      case 'clear':
        return this.#call(device, 'clear', {})
      case 'back': {
        const session = this.#sessions[step.to % this.#sessions.length]
        return session && this.#call(device, 'open', { session })
      }
      case 'die':
        if (this.#running || this.#it.current.room.state.activity.is === 'idle') agent.dies('it died')
        return
      case 'revive':
        return this.#call(device, 'restart', {})
      case 'other':
        return this.#otherWrites(step.text, step.back)
      case 'drop':
        return device?.drop()
      case 'away':
      case 'back again':
        if (!device) return
        device.reachable = step.do === 'back again'
        return device.reachable ? device.connection.wake() : device.drop()
      case 'reload':
        return device?.reload()
      case 'lag':
        if (device) device.buffered = step.much ? this.#it.machine.limits.softBuffer + 1 : 0
        return
      case 'jumble':
        if (device) device.jumble = step.how
        return
      case 'crash':
        // What the process had begun in this very moment is done, or is not: never half of one line.
        await settled()
        return this.#it.restart()
      case 'pass':
        return this.#it.machine.clock.pass(step.time)
      case 'settle':
        return settled()
    }
  }

  get #running(): boolean {
    return this.#it.current.room.state.activity.is === 'running'
  }

  /** Tool calls have an id of their own in every turn. */
  #tool(number: number): string {
    const { activity } = this.#it.current.room.state
    return `${activity.is === 'running' ? activity.prompt : ''}-${number}`
  }

  #prompt(device: PlayDevice | undefined, text: string): void {
    const sent = device?.connection.prompt(text)
    void sent?.answered.then(
      () => this.#accepted.add(sent.id),
      () => {},
    )
  }

  #call<M extends Method>(device: PlayDevice | undefined, method: M, params: Params<M>): void {
    void device?.connection.call(method, params).catch(() => {})
  }

  #see(): void {
    const { transcript } = this.#it.current.room.state
    if (!this.#sessions.includes(transcript)) this.#sessions.push(transcript)
  }

  #otherWrites(text: string, back: number): void {
    const { log } = this.#it.current
    log.look()
    otherWrites(log.path, text, back)
    log.look()
  }

  /** Everybody is back and keeps up, nothing is under way, and what asks first was given up. */
  async #quiesce(): Promise<void> {
    for (const device of this.#devices) {
      device.reachable = true
      device.buffered = 0
      device.jumble = undefined
    }
    for (let quiet = 0, round = 0; quiet < 3; round++) {
      if (round === patience) throw new Error(`It never comes to rest: ${this.#unrest().join('; ')}`)
      for (const device of this.#devices) {
        device.settle()
        device.connection.wake()
        for (const { id, standing } of device.connection.outbox) if (standing === 'asks') device.connection.discard(id)
      }
      for (const { room, agent } of this.#it.open) {
        const { is } = room.state.activity
        if (is === 'running') agent.finishes()
      }
      if (this.#it.current.room.state.activity.is === 'gone') this.#call(this.#devices[0], 'restart', {})
      await this.#it.machine.clock.pass(1000)
      quiet = this.#unrest().length === 0 ? quiet + 1 : 0
    }
  }

  #unrest(): string[] {
    const rooms = this.#it.open.flatMap(({ room }) =>
      room.state.activity.is === 'running' || (room.state.activity.is !== 'idle' && room === this.#it.current.room)
        ? [`room ${room.id} is ${room.state.activity.is}`]
        : [],
    )
    const devices = this.#devices.flatMap(({ name, connection: { status, outbox, self } }) => [
      ...(status.is === 'live' ? [] : [`${name} is ${JSON.stringify(status)}`]),
      ...(outbox.length === 0 ? [] : [`${name} has ${JSON.stringify(outbox)}`]),
      ...(self?.room === this.#it.current.room.id ? [] : [`${name} is in another room`]),
    ])
    return [...rooms, ...devices]
  }

  async #check(): Promise<void> {
    const { room, log } = this.#it.current
    const { clock, limits } = this.#it.machine
    // A page loaded now: what it shows comes from the files and the room alone.
    const [first] = this.#devices
    first?.reload()
    await clock.pass(1000)
    const entries = listed(log.page(undefined, limits.pageMost).entries)
    const state = JSON.parse(JSON.stringify(room.state))
    for (const { name, connection } of this.#devices) {
      const { view } = connection
      expect(view.entries, name).toEqual(entries)
      expect(view.state, name).toEqual(state)
      expect(screenOf(view), name).toEqual(screenOf(first?.connection.view ?? view))
    }
    this.#checkPrompts()
  }

  /** Every prompt that was acknowledged is in a session once, or waits: it is held, or it may have been interrupted. */
  #checkPrompts(): void {
    const kept = this.#it.kept()
    for (const { transcript, prompts } of kept) expect(prompts, transcript).toEqual([...new Set(prompts)])
    const said = new Set(kept.flatMap(({ prompts }) => prompts))
    const waiting = this.#it.waiting()
    expect([...this.#accepted].filter((id) => !said.has(id) && !waiting.has(id))).toEqual([])
    const queue = Object.values(this.#it.current.room.state.queue)
    expect(queue.filter(({ id, standing }) => standing !== 'interrupted' && said.has(id))).toEqual([])
  }
}

const listed = (entries: readonly Entry[]): ListedEntry[] =>
  entries.filter((entry) => entry.kind !== 'result' && entry.kind !== 'mark')
