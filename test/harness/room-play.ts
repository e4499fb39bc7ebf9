// A room played by random steps, with several devices that drop, lag, repeat themselves and come back; and what must hold.

import fc from 'fast-check'
import { expect } from 'vitest'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { PermissionId, TranscriptId } from '../../shared/ids.ts'
import type { Position } from '../../shared/protocol.ts'
import { settled } from './clock.ts'
import { newCallId, type RoomDevice } from './room-device.ts'
import type { TestRoom } from './test-room.ts'

export const deviceNames = ['terminal', 'phone', 'tablet', 'laptop'] as const

const device = fc.nat(deviceNames.length - 1)
const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'é', '😀', ' ', '\n', 'x') })

/** One step; those that make no sense at the moment they come do nothing, so that any part of a play is one. */
export const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('prompt' as const), device, text: words }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), device }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), text: words, thought: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('tool' as const), tool: fc.nat(3), text: words, end: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), tool: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), device, other: device }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('finish' as const), how: fc.constantFrom('done', 'fail') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), device }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drop' as const), device }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      device,
      from: fc.constantFrom('last', 'none', 'strange'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lag' as const), device, much: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'settle' as const }) },
)
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Player {
  readonly name: string
  at: RoomDevice | undefined
  last: RoomDevice | undefined
  buffered: number
}

export class RoomPlay<Log extends TranscriptLog> {
  readonly #it: TestRoom<Log>
  readonly #players: Player[]
  /** Prompts whose call was answered with success, by id. */
  readonly #accepted = new Set<string>()
  /** Somebody asked to withdraw it, or to send it again under another id. */
  readonly #settled = new Set<string>()
  #lastPrompt: { id: string; text: string } | undefined

  constructor(it: TestRoom<Log>) {
    this.#it = it
    this.#players = deviceNames.map((name) => ({ name, at: undefined, last: undefined, buffered: 0 }))
    for (const player of this.#players) this.#join(player, undefined)
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const one of steps) await this.#take(one)
    await this.#quiesce()
    await this.#check()
  }

  async #take(one: Step): Promise<void> {
    const { agent, clock } = this.#it
    switch (one.do) {
      case 'prompt': {
        const id = newCallId()
        this.#lastPrompt = { id, text: one.text }
        return this.#prompt(one.device, id, one.text)
      }
      case 'repeat':
        if (this.#lastPrompt) this.#prompt(one.device, this.#lastPrompt.id, this.#lastPrompt.text)
        return
      case 'say':
        if (this.#running) agent.says(one.text, undefined, one.thought ? 'thought' : 'reply')
        return
      case 'tool':
        if (this.#running)
          agent.tool({
            id: this.#tool(one.tool),
            title: 'tool',
            output: { append: one.text },
            status: one.end ? 'completed' : 'in_progress',
          })
        return
      case 'ask':
        if (this.#running) void agent.asks(this.#tool(one.tool))
        return
      case 'answer': {
        const [permission] = Object.keys(this.#it.room.state.permissions)
        for (const place of [one.device, one.other])
          this.#call(place, 'answer', { permission: permission as PermissionId, option: 'once' })
        return
      }
      case 'finish':
        if (one.how === 'done') agent.finishes()
        else agent.fails('it failed')
        return
      case 'cancel':
        this.#call(one.device, 'cancel', {})
        if (this.#running) agent.finishes('cancelled')
        return
      case 'withdraw':
      case 'release': {
        const [waiting] = Object.keys(this.#it.room.state.queue)
        if (waiting === undefined) return
        const answer = this.#players[one.device]?.at?.call(one.do, { prompt: waiting as never })
        // Noted when it is asked for: the answer may be lost while the deed is done.
        if (answer) this.#settled.add(waiting)
        return
      }
      case 'drop':
        return this.#drop(one.device)
      case 'join': {
        const player = this.#players[one.device]
        if (!player || player.at) return
        return this.#join(player, this.#from(player, one.from))
      }
      case 'lag': {
        const player = this.#players[one.device]
        if (player) player.buffered = one.much ? this.#it.limits.softBuffer + 1 : 0
        return
      }
      case 'pass':
        return clock.pass(one.time)
      case 'settle':
        return settled()
      case 'crash':
        for (const place of this.#players.keys()) this.#drop(place)
        await settled()
        await this.#it.crash()
        return
    }
  }

  get #running(): boolean {
    return this.#it.room.state.activity.is === 'running'
  }

  /** Tool calls have an id of their own in every turn. */
  #tool(number: number): string {
    const { activity } = this.#it.room.state
    return `${activity.is === 'running' ? activity.prompt : ''}-${number}`
  }

  #prompt(place: number, id: string, text: string): void {
    const at = this.#players[place]?.at
    if (!at) return
    void at.call('prompt', { text }, id).then((answer) => 'ok' in answer && this.#accepted.add(id))
  }

  #call(place: number, method: 'answer' | 'cancel', params: object): void {
    const at = this.#players[place]?.at
    void at?.call(method, params as never)
  }

  #from(player: Player, how: 'last' | 'none' | 'strange'): Position | undefined {
    const last = player.last?.view.position
    if (how === 'none' || !last) return undefined
    return how === 'last' ? last : { ...last, transcript: 'strange' as TranscriptId }
  }

  #join(player: Player, from: Position | undefined): void {
    player.buffered = 0
    const view = from ? player.last?.view : undefined
    player.at = this.#it.join({ device: player.name, from, view, buffered: () => player.buffered })
  }

  #drop(place: number): void {
    const player = this.#players[place]
    if (!player?.at) return
    player.last = player.at
    player.at = undefined
    player.last.drop()
  }

  /** Everybody is here and has drained, and nothing is under way. */
  async #quiesce(): Promise<void> {
    const { agent, clock, room } = this.#it
    for (const player of this.#players) {
      player.buffered = 0
      if (!player.at) this.#join(player, this.#from(player, 'last'))
    }
    for (let quiet = 0; quiet < 3; ) {
      await clock.pass(100)
      if (room.state.activity.is === 'running') agent.finishes()
      else quiet++
    }
  }

  async #check(): Promise<void> {
    const { room, log, limits } = this.#it
    const fresh = this.#it.join({ device: 'fresh' })
    await settled()
    const file = log.page(undefined, limits.pageMost).entries
    const entries = file.filter((entry) => entry.kind !== 'result' && entry.kind !== 'mark')
    for (const { name, at } of [...this.#players, { name: 'fresh', at: fresh }]) {
      expect(at?.closed, name).toBeUndefined()
      expect(at?.faults, name).toEqual([])
      expect(at?.view.entries, name).toEqual(entries)
      expect(at?.view.state, name).toEqual(JSON.parse(JSON.stringify(room.state)))
      expect(at?.screen, name).toEqual(fresh.screen)
    }
    this.#checkPrompts(entries.flatMap((entry) => (entry.kind === 'prompt' ? [entry.id] : [])))
  }

  /** Every prompt that was acknowledged is there once, or waits where everybody sees it, or was withdrawn. */
  #checkPrompts(shown: readonly string[]): void {
    expect(shown).toEqual([...new Set(shown)])
    const { queue } = this.#it.room.state
    for (const id of this.#accepted) {
      const places = [shown.includes(id), queue[id] !== undefined, this.#settled.has(id)]
      expect(places, `prompt ${id}`).toContain(true)
    }
  }
}
