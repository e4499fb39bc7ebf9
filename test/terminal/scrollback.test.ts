import { expect, it } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import type { LivePart } from '../../shared/room-state.ts'
import { seededNumbers } from '../harness/random.ts'
import { openTerminal } from './open-terminal.ts'
import {
  device,
  liveReply,
  liveTool,
  permission,
  prompt,
  queued,
  reply,
  result,
  running,
  tool,
} from './scripted-connection.ts'

/** A play of turns with parallel tools, late results, growing replies and things that come and go under them. */
async function play(seed: number) {
  const random = seededNumbers(seed)
  const chance = (part: number): boolean => random() < part
  const { terminal, connection } = await openTerminal({
    size: [40 + Math.floor(random() * 60), 12 + Math.floor(random() * 20)],
  })
  connection.live()
  const said: string[] = []
  let step = 0
  const word = (name: string): string => {
    said.push(name)
    return name
  }
  let live: { [key: string]: LivePart } = {}
  const draw = async (): Promise<void> => {
    if (!chance(0.4)) return
    const drawn = terminal.drawn()
    step += 1
    connection.state({ agent: { name: 'a', label: `step ${step}`, sign: '>' } })
    await drawn
  }
  for (let turn = 0; turn < 25; turn += 1) {
    connection.entries(prompt(`p${turn}`, word(`prompt-${turn}.`)))
    connection.state({ activity: running() })
    await draw()
    const late: Entry[] = []
    for (let call = 0; call < Math.floor(random() * 3); call += 1) {
      const id = `t${turn}-${call}`
      live = {
        ...live,
        ...liveTool(id, 'Bash', word(`tool-${turn}-${call}.`), 'out\n'.repeat(Math.floor(random() * 12))),
      }
      connection.state({ live })
      await draw()
      const answer = result(id, 'line\n'.repeat(Math.floor(random() * 30)), chance(0.2) ? 1 : 0)
      const called = tool(id, 'Bash', `tool-${turn}-${call}.`)
      if (chance(0.5)) connection.entries(called, answer)
      else {
        connection.entries(called)
        late.push(answer)
      }
      await draw()
    }
    if (chance(0.2)) connection.state({ permissions: permission('q', `t${turn}-0`, 'sure?') })
    if (chance(0.2)) connection.state({ queue: { ...queued('a', 'one'), ...queued('b', 'two') } })
    const text = `${word(`reply-${turn}.`)} ${'and more words '.repeat(Math.floor(random() * 60))}`
    for (let length = 1; length < text.length; length += 1 + Math.floor(random() * 300)) {
      connection.state({ live: { ...live, ...liveReply(`r${turn}`, text.slice(0, length)) } })
      await draw()
    }
    connection.entries(reply(`r${turn}`, text), ...late)
    live = {}
    const empty = {
      live: connection.view.state?.live,
      permissions: connection.view.state?.permissions,
      queue: connection.view.state?.queue,
    }
    const patch = Object.fromEntries(
      Object.entries(empty).map(([name, parts]) => [
        name,
        Object.fromEntries(Object.keys(parts ?? {}).map((key) => [key, null])),
      ]),
    )
    connection.frame({ t: 'state', patch: { ...patch, activity: { is: 'idle', prompt: null, since: null } } })
    if (chance(0.1)) connection.state({ devices: device(`d${turn}`, `Phone ${turn}`, `ticket${turn}`) })
    await draw()
  }
  connection.entries(prompt('end', 'the-end.'))
  await terminal.until('the-end.')
  return { said: [...said, 'the-end.'], all: terminal.screen.allRows().join('\n') }
}

it.each([1, 2, 3, 4])('TM3 everything is in the scrollback once and in order: play %i', async (seed) => {
  const { said, all } = await play(seed)
  expect(all.match(/(?:prompt|tool|reply|the)-(?:end|[\d-]+)\./g)).toEqual(said)
})
