// A room played by random steps, with several devices that drop, lag, repeat themselves and come back; and what must hold.

import fc from 'fast-check'
import { expect } from 'vitest'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { Entry, ListedEntry } from '../../shared/entries.ts'
import type { PermissionId, TranscriptId } from '../../shared/ids.ts'
import type { Position, ServerFrame } from '../../shared/protocol.ts'
import type { RoomView } from '../../shared/room-view.ts'
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
  /** Two prompts of which the later one comes first, and the earlier one twice. */
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jumble' as const), device, text: words }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), device, title: words }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), text: words, thought: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('tool' as const), tool: fc.nat(3), text: words, end: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      of: fc.nat(2),
      apart: fc.boolean(),
      standing: fc.constantFrom('running', 'done', 'failed', 'stopped'),
    }),
  },
  /** The agent says that it is at work, or not any more, whoever asked. */
  { weight: 1, arbitrary: fc.record({ do: fc.constant('busy' as const), now: fc.boolean() }) },
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
      from: fc.constantFrom('last', 'old', 'none', 'strange'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lag' as const), device, much: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'die' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), device }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('other' as const), text: words, back: fc.nat(3), seen: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'settle' as const }) },
)
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Player {
  readonly name: string
  at: RoomDevice | undefined
  /** What it showed when it was dropped, the last first. */
  seen: readonly RoomView[]
  buffered: number
}

/** Another program writes into the transcript; `back` as in `otherWrites`. */
export type Other = (text: string, back: number) => void

interface Around {
  readonly other: Other
  /** Frames that are lost on their way to a device, where a test breaks a rule on purpose. */
  readonly hears?: (frame: ServerFrame) => boolean
}

/** So many rounds of a tenth of a second a room may take to come to rest: its timers are far shorter. */
const patience = 1000

export class RoomPlay<Log extends TranscriptLog> {
  readonly #it: TestRoom<Log>
  readonly #players: Player[]
  /** Prompts whose call was answered with success, by id. */
  readonly #accepted = new Set<string>()
  /** Somebody asked to withdraw it, or to send it again under another id. */
  readonly #settled = new Set<string>()
  readonly #around: Around
  #lastPrompt: { id: string; text: string } | undefined

  constructor(it: TestRoom<Log>, around: Around) {
    this.#it = it
    this.#around = around
    this.#players = deviceNames.map((name) => ({ name, at: undefined, seen: [], buffered: 0 }))
    for (const player of this.#players) this.#join(player, 'none')
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
      case 'jumble': {
        const [earlier, later] = [newCallId(), newCallId()]
        this.#prompt(one.device, later, `${one.text}2`)
        this.#prompt(one.device, earlier, `${one.text}1`)
        return this.#prompt(one.device, earlier, `${one.text}1`)
      }
      case 'rename':
        return this.#call(one.device, 'rename', { title: one.title })
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
      case 'work': {
        const { of, apart, standing } = one
        const kind = of === 0 ? 'agent' : 'command'
        return agent.tells({ is: 'work', id: `w${of}`, kind, standing, ...(apart && { apart }) })
      }
      case 'busy':
        return agent.tells({ is: 'busy', now: one.now })
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
        return this.#join(player, one.from)
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
      case 'die':
        return agent.dies('it died')
      case 'restart':
        return this.#call(one.device, 'restart', {})
      case 'other':
        return this.#otherWrites(one.text, one.back, one.seen)
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

  #call(place: number, method: 'answer' | 'cancel' | 'rename' | 'restart', params: object): void {
    const at = this.#players[place]?.at
    void at?.call(method, params as never)
  }

  /** It is seen at once, or by the next look or append of ours. What is taken back with it is nobody's loss but its own. */
  #otherWrites(text: string, back: number, seen: boolean): void {
    const { log } = this.#it
    const prompts = () => listed(log.page(undefined, this.#it.limits.pageMost).entries).map(({ id }) => id)
    log.look()
    const before = prompts()
    this.#around.other(text, back)
    if (!seen && back === 0) return
    log.look()
    const after = new Set(prompts())
    for (const id of before) if (!after.has(id)) this.#settled.add(id)
  }

  #join(player: Player, how: 'last' | 'old' | 'none' | 'strange'): void {
    player.buffered = 0
    const view = how === 'none' ? undefined : how === 'old' ? player.seen.at(-1) : player.seen[0]
    const from: Position | undefined = view?.position && {
      ...view.position,
      ...(how === 'strange' ? { transcript: 'strange' as TranscriptId } : {}),
    }
    const buffered = () => player.buffered
    const { hears } = this.#around
    player.at = this.#it.join({ device: player.name, from, view: from && view, buffered, hears })
  }

  #drop(place: number): void {
    const player = this.#players[place]
    if (!player?.at) return
    player.seen = [player.at.view, ...player.seen]
    player.at.drop()
    player.at = undefined
  }

  /** Everybody is here and has drained, and nothing is under way. */
  async #quiesce(): Promise<void> {
    const { agent, clock, room } = this.#it
    for (const player of this.#players) {
      player.buffered = 0
      if (!player.at) this.#join(player, 'last')
    }
    for (let quiet = 0, rounds = 0; quiet < 3; rounds++) {
      if (rounds === patience) throw new Error(`The room never comes to rest: ${JSON.stringify(room.state)}`)
      await clock.pass(100)
      const { is } = room.state.activity
      if (is === 'running') {
        agent.tells({ is: 'busy', now: false })
        agent.finishes()
      } else if (is === 'gone') this.#call(0, 'restart', {})
      else if (!room.state.waking) quiet++
    }
  }

  async #check(): Promise<void> {
    const { room, log, limits } = this.#it
    const fresh = this.#it.join({ device: 'fresh' })
    await settled()
    const entries = listed(log.page(undefined, limits.pageMost).entries)
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

const listed = (entries: readonly Entry[]): ListedEntry[] =>
  entries.filter((entry) => entry.kind !== 'result' && entry.kind !== 'mark')
