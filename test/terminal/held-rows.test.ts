import { describe, expect, it, test } from 'vitest'
import { completeText, lastingRows } from '../../client/terminal/lasting-rows.ts'
import type { Entry } from '../../shared/entries.ts'
import { openTerminal } from './open-terminal.ts'
import { liveReply, liveTool, permission, prompt, reply, result, running, tool } from './scripted-connection.ts'

const table = Array.from({ length: 30 }, (_, at) => `| ${'x'.repeat(at + 1)} | ${at} |\n`).join('')
const code = `\`\`\`ts\n${'const a = 1\n'.repeat(30)}\`\`\`\n`
const list = Array.from({ length: 30 }, (_, at) => `- item ${at} with **some** words\n`).join('')
const answer = `Here it is:\n\n| a | b |\n|---|---|\n${table}\n${list}\nAnd some code:\n\n${code}\nThat is **all** of it.`

const size = [60, 24] as const
type It = Awaited<ReturnType<typeof openTerminal>>

async function begun(): Promise<It> {
  const it = await openTerminal({ size })
  it.connection.live({ activity: running() })
  it.connection.entries(prompt('p', 'do it'))
  return it
}

/** Shows what `change` says in a frame of its own. */
async function frame({ terminal }: It, change: () => void): Promise<void> {
  const drawn = terminal.drawn()
  change()
  await drawn
}

const over = (...keys: string[]) => ({
  t: 'state' as const,
  patch: {
    live: Object.fromEntries(keys.map((key) => [key, null])),
    activity: { is: 'idle', prompt: null, since: null },
  },
})

async function ended({ terminal, connection }: It, ...keys: string[]): Promise<string[]> {
  connection.frame(over(...keys))
  await terminal.until('idle')
  return terminal.screen.allRows()
}

/** What a terminal shows that is given all of it at once. */
async function atOnce(...entries: Entry[]): Promise<string[]> {
  const it = await begun()
  it.connection.entries(...entries)
  return ended(it)
}

describe('TM3 the scrollback has', () => {
  it('a long reply as it is in the end, though its table grew with each row', async () => {
    const it = await begun()
    for (let length = 10; length < answer.length; length += 60)
      await frame(it, () => it.connection.state({ live: liveReply('r', answer.slice(0, length)) }))
    it.connection.entries(reply('r', answer))
    expect(await ended(it, 'm:r/0')).toEqual(await atOnce(reply('r', answer)))
  })

  it('calls beside each other as they are in the end, though a question came over them', async () => {
    const it = await begun()
    const { connection } = it
    const names = ['t0', 't1', 't2']
    const printed = (name: string, lines: number): string =>
      Array.from({ length: lines }, (_, at) => `${name} line ${at}\n`).join('')
    for (let lines = 1; lines <= 20; lines += 1) {
      const parts = names.map((name) => liveTool(name, 'Bash', `run ${name}`, printed(name, lines)))
      await frame(it, () => connection.state({ live: Object.assign({}, ...parts) }))
    }
    const asked = permission('q', 't1', 'Sure?', 'one\ntwo\nthree\nfour\nfive\nsix')
    await frame(it, () => connection.state({ permissions: asked }))
    expect(it.terminal.screen.text()).toMatch(/… \d+ more rows, here once complete/)
    await frame(it, () => connection.frame({ t: 'state', patch: { permissions: { q: null } } }))
    const entries = names.map((name) => [tool(name, 'Bash', `run ${name}`), result(name, printed(name, 20), 0)])
    for (const of of entries) await frame(it, () => connection.entries(...of))
    expect(await ended(it, 't:t0', 't:t1', 't:t2')).toEqual(await atOnce(...entries.flat()))
  })

  it('all of a reply whose window changed while it was written', async () => {
    const it = await begun()
    const rows = [12, 30, 24]
    for (let length = 10, step = 0; length < answer.length; length += 150, step += 1) {
      await frame(it, () => it.connection.state({ live: liveReply('r', answer.slice(0, length)) }))
      if (step % 3 === 0) await it.terminal.resized(60, rows[(step / 3) % rows.length] ?? 24)
    }
    await it.terminal.resized(60, 26)
    it.connection.entries(reply('r', answer))
    const shown = (await ended(it, 'm:r/0')).join('\n')
    for (let at = 0; at < 30; at += 1) {
      expect(shown).toContain(`│ ${'x'.repeat(at + 1)} `)
      expect(shown).toContain(`- item ${at} with some words`)
    }
    expect(shown).toContain('That is all of it.')
  })

  it('what was said past an agent that works on in the background', async () => {
    const it = await begun()
    await frame(it, () => it.connection.entries(tool('t', 'Task', 'look around')))
    const long = Array.from({ length: 60 }, (_, at) => `- row ${at}`).join('\n')
    await frame(it, () => it.connection.entries(reply('r', long)))
    expect(it.terminal.screen.allRows().join('\n')).toContain('- row 0\n')
  })
})

it('TM3 what is still written when somebody leaves is drawn whole', async () => {
  const it = await begun()
  await frame(it, () => it.connection.state({ live: liveReply('r', `| a |\n|---|\n${table}`) }))
  expect(it.terminal.screen.text()).toContain('more rows, here once complete')
  it.line('/quit')
  await it.terminal.until('To carry on')
  const shown = it.terminal.screen.allRows().join('\n')
  expect(shown).toContain('│ x ')
  expect(shown).not.toContain('here once complete')
})

test.each([
  ['a paragraph\nthat goes on', ''],
  ['a paragraph.\n\nanother', 'a paragraph.\n\n'],
  ['| a |\n|---|\n| 1 |\n', ''],
  ['| a |\n|---|\n| 1 |\n\n', '| a |\n|---|\n| 1 |\n\n'],
  ['- one\n- two\n- thr', '- one\n- two\n'],
  ['1. one\n2. two', '1. one\n'],
  ['```ts\nconst a\n\nconst b\ncons', '```ts\nconst a\n\nconst b\n'],
  ['```\na\n```\ntext', '```\na\n```\n'],
  ['~~~~\n~~~\nstill code\n', '~~~~\n~~~\nstill code\n'],
  ['# A heading\ntext', '# A heading\n'],
  ['text\n```\ncode', 'text\n'],
])('TM3 of %j %j is complete', (text, complete) => {
  expect(text.slice(0, completeText(text))).toBe(complete)
})

test('TM3 the rows of what is complete may leave the screen, up to the first that is drawn otherwise meanwhile', () => {
  const draw = (text: string): string[] => text.trimEnd().split('\n')
  const text = 'one\n\ntwo\n\nthr'
  expect(lastingRows(text, draw(text), draw)).toBe(3)
  expect(lastingRows(text, ['one', '', 'TWO', '', 'thr'], draw)).toBe(2)
  expect(lastingRows('thr', ['thr'], draw)).toBe(0)
})
