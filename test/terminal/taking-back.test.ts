import { describe, expect, it } from 'vitest'
import type { DeviceId, ImageId } from '../../shared/ids.ts'
import { terminalDevice } from '../../shared/ids.ts'
import type { QueuedPrompt } from '../../shared/room-state.ts'
import { openTerminal } from './open-terminal.ts'
import { queued, running } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

type Queue = { [id: string]: QueuedPrompt }

const mine = (id: string, text: string, order: number, images?: readonly ImageId[]): Queue =>
  Object.fromEntries(
    Object.entries(queued(id, text, 'queued', order)).map(([key, prompt]) => [
      key,
      { ...prompt, images, by: { device: terminalDevice, name: 'terminal' } },
    ]),
  )

const frees = (...ids: string[]): Queue => Object.fromEntries(ids.map((id) => [id, null])) as unknown as Queue

async function atWork(queue: Queue) {
  const it = await openTerminal()
  const { terminal, connection } = it
  connection.live({ activity: running(), queue, takesImages: true })
  await terminal.until('Esc interrupts')
  return {
    ...it,
    /** The host takes out the prompts that it was asked to. */
    answers(): void {
      for (const call of connection.madeCalls('withdraw')) call.answer({})
      connection.frame({ t: 'state', patch: { queue: frees(...Object.keys(queue)) as never } })
    },
    methods: () => connection.made.map(({ method }) => method),
  }
}

describe('TM16 to interrupt', () => {
  it('takes back what this terminal has waiting, before what is being written, and only then stops the turn', async () => {
    const { terminal, connection, answers, methods } = await atWork({
      ...mine('a', 'first thought', 1),
      ...queued('b', 'from the phone', 'queued', 2),
      ...mine('c', 'second thought', 3),
    })
    terminal.type('and a third')
    terminal.press(keys.escape)
    expect(methods()).toEqual(['withdraw', 'withdraw', 'cancel'])
    expect(connection.asked('withdraw')).toEqual([
      { prompt: 'a', keepImages: true },
      { prompt: 'c', keepImages: true },
    ])
    answers()
    await terminal.until(/\$ first thought *\n {2}second thought *\n {2}and a third/)
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['first thought\nsecond thought\nand a third'])
  })

  it('does the same by Ctrl-C, and a second one leaves what came back to ↑', async () => {
    const { terminal, answers } = await atWork(mine('a', 'a thought', 1))
    terminal.press(keys.ctrlC)
    answers()
    await terminal.until('$ a thought')
    terminal.press(keys.ctrlC)
    await terminal.until((text) => !text.includes('$ a thought'))
    terminal.press(keys.up)
    await terminal.until('$ a thought')
  })

  it('writes nothing twice that has gone to the agent meanwhile, and asks once however often it is pressed', async () => {
    const { terminal, connection } = await atWork({ ...mine('a', 'gone already', 1), ...mine('b', 'still here', 2) })
    terminal.press(keys.escape, keys.escape)
    expect(connection.madeCalls('withdraw')).toHaveLength(2)
    connection.madeCalls('withdraw')[0]?.fail('not_found', 'It runs.')
    connection.madeCalls('withdraw')[1]?.answer({})
    connection.state({ queue: frees('a', 'b') })
    const text = await terminal.until('$ still here')
    expect(text).not.toContain('gone already')
    expect(text).not.toContain('Not taken back')
  })

  it('says why one could not be taken back', async () => {
    const { terminal, connection } = await atWork(mine('a', 'a thought', 1))
    terminal.press(keys.escape)
    connection.madeCalls('withdraw')[0]?.fail('storage_failed', 'The disk is full.')
    await terminal.until('Not taken back: The disk is full.')
  })

  it('leaves the new words of one that is being changed where they are', async () => {
    const { terminal, connection, line, answers } = await atWork(mine('a', 'old words', 1))
    line('/edit')
    await terminal.until('Enter puts what you write in its place')
    terminal.type(' and new ones')
    terminal.press(keys.ctrlC)
    answers()
    await terminal.until(() => !terminal.screen.text().includes('next'))
    expect(terminal.screen.text()).toContain('$ old words and new ones')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['old words and new ones'])
    expect(connection.madeCalls('amend')).toEqual([])
  })

  it('brings the pictures along', async () => {
    const image = 'AAAAAAAAAAAAAAAAAAAAAA' as ImageId
    const { terminal, connection, answers } = await atWork(mine('a', 'what is this?', 1, [image]))
    terminal.press(keys.escape)
    answers()
    await terminal.until('$ what is this? [Image #1]')
    terminal.press(keys.enter)
    expect(connection.asked('prompt')).toEqual([{ text: 'what is this? [Image #1]', images: [image] }])
  })

  it('withdraws nothing where this terminal may not, or has nothing waiting', async () => {
    const { terminal, connection } = await atWork(queued('b', 'from the phone', 'queued', 1))
    terminal.press(keys.escape)
    expect(connection.made.map(({ method }) => method)).toEqual(['cancel'])
    connection.self = {
      device: 'd' as DeviceId,
      role: 'approve',
      scope: { kind: 'host' },
      room: connection.self?.room as never,
    }
    terminal.press(keys.escape)
    expect(connection.madeCalls('withdraw')).toEqual([])
  })
})

it('TM16 ↑ in an empty editor takes back what waits, and nothing is stopped; the next goes to earlier prompts', async () => {
  const { terminal, connection, answers, methods, line } = await atWork(mine('a', 'a thought', 1))
  const shown = await terminal.until('next · ↑ brings it back')
  expect(shown).toContain('a thought')
  line('earlier')
  terminal.press(keys.up)
  expect(methods()).toEqual(['prompt', 'withdraw'])
  answers()
  await terminal.until('$ a thought')
  terminal.press('\x15')
  terminal.press(keys.up)
  await terminal.until('$ earlier')
  expect(connection.madeCalls('withdraw')).toHaveLength(1)
})
