import { describe, expect, it } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import type { DeviceId } from '../../shared/ids.ts'
import { openTerminal } from './open-terminal.ts'
import { liveReply, liveTool, prompt, reply, result, running, thought, tool } from './scripted-connection.ts'

const phone = { device: 'd' as DeviceId, name: 'iPhone' }
const count = (text: string, part: string): number => text.split(part).length - 1

async function talk(...entries: Entry[]) {
  const opened = await openTerminal()
  opened.connection.entries(...entries)
  opened.connection.live()
  await opened.terminal.until('idle')
  return opened
}

describe('what is said', () => {
  it('a command stands once, with its output under it', async () => {
    const { terminal } = await talk(prompt('1', 'ls'), tool('t', 'Shell', 'ls'), result('t', 'a.txt\nb.txt\n', 0))
    const text = terminal.screen.text()
    expect(text).toMatch(/^\$ ls *\n {2}a\.txt *\n {2}b\.txt *\n *\n/m)
    expect(text).not.toContain('exit')
  })

  it('a failed command shows its exit code', async () => {
    const { terminal } = await talk(prompt('1', 'false'), tool('t', 'Shell', 'false'), result('t', '', 3))
    expect(terminal.screen.text()).toMatch(/^\$ false *\n {2}exit 3/m)
  })

  it("an agent's tool has a title, and a long output its beginning and its end", async () => {
    const lines = Array.from({ length: 500 }, (_, at) => `line ${at}`).join('\n')
    const { terminal } = await talk(prompt('1', 'build it'), tool('t', 'Bash', 'npm run build'), result('t', lines))
    const text = terminal.screen.text()
    expect(text).toContain('● Bash  npm run build')
    expect(text).toMatch(/│ line 0 *\n.*│ line 1 *\n.*│ line 2 *\n.*│ … 492 more lines · \/output shows all *\n/)
    expect(text).toContain('│ line 499')
  })

  it('a reply is Markdown, a thought is there in passing', async () => {
    const { terminal } = await talk(
      thought('th', 'First I look.'),
      reply('r', '# Title\n\nSome **bold** and `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |'),
    )
    const text = terminal.screen.text()
    expect(text).toContain('First I look.')
    expect(text).toContain('Title')
    expect(text).not.toContain('**')
    expect(text).toContain('│ 1')
    const bold = terminal.screen
      .cells()
      .flat()
      .filter((cell) => cell.bold)
      .map((cell) => cell.text)
      .join('')
    expect(bold).toContain('bold')
  })

  it('boundaries, notices and broken lines are shown', async () => {
    const said = { id: 'b', at: '' }
    const { terminal } = await talk(
      { ...said, kind: 'boundary', text: 'Summed up' },
      { ...said, id: 'n', kind: 'notice', tone: 'warning', text: 'Another program is writing here.' },
      { ...said, id: 'x', kind: 'broken', text: '{"type":', bytes: 8_192 },
    )
    const text = terminal.screen.text()
    expect(text).toMatch(/── Summed up ─+/)
    expect(text).toContain('Another program is writing here.')
    expect(text).toContain('A line of 8,192 bytes in the transcript cannot be read: {"type":')
  })

  it('of a long summary the beginning is shown: what it stands for is above it', async () => {
    const text = Array.from({ length: 30 }, (_, at) => `point ${at}`).join('\n')
    const { terminal } = await talk({ id: 's', at: '', kind: 'notice', tone: 'info', summary: true, text })
    expect(terminal.screen.text()).toMatch(/point 7 *\n {2}… 22 more rows of the summary/)
  })

  it('IM8 says where a text was cut, and how many pictures came with a prompt and a result', async () => {
    const { terminal } = await talk(
      { kind: 'prompt', id: '1', at: '', text: 'look', images: 2 },
      tool('t', 'Bash', 'cat x'),
      { kind: 'result', id: 'r', at: '', of: 't', text: 'head\ntail', cut: { at: 5, omitted: 70_000 }, failed: false },
      tool('u', 'Read', 'a.png'),
      { kind: 'result', id: 's', at: '', of: 'u', text: '', images: 1, failed: false },
    )
    expect(terminal.screen.text()).toContain('look · 2 pictures')
    expect(terminal.screen.text()).toMatch(/a\.png\s+│ 1 picture/)
    expect(terminal.screen.text()).toMatch(/head\s+│ … 70,000 characters left out …\s+│ tail/)
  })

  it('says who sent a prompt from elsewhere, who allowed a tool, and how the turn ended', async () => {
    const { terminal, connection } = await talk(
      prompt('1', 'sleep 100'),
      { kind: 'mark', of: '1', by: phone },
      tool('t', 'Shell', 'sleep 100'),
      { kind: 'mark', of: 't', decision: { option: 'Allow once', allowed: true, by: phone } },
      result('t', '', 143),
      { kind: 'mark', of: '1', outcome: 'cancelled' },
      prompt('2', 'next'),
      { kind: 'mark', of: '2', outcome: 'failed', reason: 'The agent has ended.' },
    )
    const text = terminal.screen.text()
    expect(text).toMatch(
      /sleep 100 · iPhone *\n {2}Allowed by iPhone: Allow once *\n {2}exit 143 *\n {2}Stopped\.[^$]*\$ next *\n {2}The agent has ended\./,
    )
    connection.entries({ kind: 'mark', of: 't', decision: { option: 'Reject', allowed: false, by: phone } })
    await terminal.until('Rejected by iPhone: Reject')
  })
})

it('a command that was stopped is not called failed as well', async () => {
  const { terminal } = await talk(
    prompt('1', 'sleep 9'),
    tool('t', 'Bash', 'sleep 9'),
    { kind: 'result', id: 'r', at: '', of: 't', text: '', failed: true },
    { kind: 'mark', of: '1', outcome: 'cancelled' },
  )
  expect(terminal.screen.text()).toMatch(/sleep 9 *\n {2}Stopped\./)
})

it('a prompt is broken at its spaces, as it was in the editor', async () => {
  const { terminal, connection } = await openTerminal({ size: [40, 24] })
  connection.live()
  connection.entries(prompt('1', 'go through all of these files and count their words'))
  await terminal.until(/\$ go through all of these files and\n {2}count their words/)
})

it('a stop that the agent has written down itself is told once, and one that took more than to ask in full', async () => {
  const interrupted = (id: string): Entry => ({ kind: 'notice', id, at: '', tone: 'info', text: 'Interrupted.' })
  const { terminal } = await talk(
    prompt('1', 'count'),
    interrupted('n1'),
    { kind: 'mark', of: '1', outcome: 'cancelled' },
    prompt('2', 'once more'),
    interrupted('n2'),
    { kind: 'mark', of: '2', outcome: 'cancelled', reason: 'it was ended.' },
  )
  const text = terminal.screen.text()
  expect(text).toMatch(
    /\$ count\n\n {2}Interrupted\.\n\n\$ once more\n\n {2}Interrupted\.\n {2}Stopped: it was ended\./,
  )
})

describe('what is being said', () => {
  it('TM3 grows, and is there once when it is recorded', async () => {
    const { terminal, connection } = await talk(prompt('1', 'hello'))
    connection.state({ activity: running(), live: liveReply('m', 'Good ') })
    await terminal.until('Good')
    connection.frame({ t: 'delta', of: 'm:m/0', offset: 5, text: 'morning' })
    await terminal.until('Good morning')
    connection.entries(reply('m', 'Good morning, all'))
    await terminal.until('Good morning, all')
    connection.state({ live: {}, activity: { is: 'idle' } })
    await terminal.until('idle')
    expect(count(terminal.screen.allRows().join('\n'), 'Good morning')).toBe(1)
  })

  it('shows the end of a running command, and its exit when it came', async () => {
    const { terminal, connection } = await talk(prompt('1', 'make'))
    const lines = (most: number): string => Array.from({ length: most }, (_, at) => `step ${at}\n`).join('')
    connection.state({ activity: running(), live: liveTool('t', 'Shell', 'make', lines(100)) })
    const text = await terminal.until('step 99')
    expect(text).toContain('more lines')
    expect(text).not.toMatch(/step 1\b/)
    connection.entries(tool('t', 'Shell', 'make'), result('t', lines(40), 2))
    connection.state({ live: {}, activity: { is: 'idle' } })
    await terminal.until('exit 2')
    const all = terminal.screen.allRows().join('\n')
    for (let at = 0; at < 40; at += 1) expect(count(all, `step ${at} `) + count(all, `step ${at}\n`)).toBeGreaterThan(0)
  })
})

describe('a long conversation', () => {
  const long = (from: number, to: number): Entry[] =>
    Array.from({ length: to - from }, (_, at) => from + at).flatMap((at) => [
      prompt(`p${at}`, `question ${at}.`),
      reply(`r${at}`, `Answer **${at}**.\n\n- one\n- two`),
    ])

  it('TM3 is in the scrollback once and in order, however it came', async () => {
    const { terminal, connection } = await talk(...long(0, 20))
    for (let at = 20; at < 60; at += 1) {
      connection.entries(...long(at, at + 1))
      if (at % 7 === 0) await terminal.until(`question ${at}.`)
    }
    await terminal.until('question 59.')
    const asked = terminal.screen
      .allRows()
      .join('\n')
      .match(/question \d+\./g)
    expect(asked).toEqual(Array.from({ length: 60 }, (_, at) => `question ${at}.`))
  })

  it('TM3 stays once and in order when a card above what is shown is answered late', async () => {
    const { terminal, connection } = await talk(prompt('1', 'both'))
    connection.state({ activity: running(), live: liveTool('slow', 'Bash', 'slow one', 'waiting') })
    connection.entries(tool('slow', 'Bash', 'slow one'), ...long(0, 12))
    await terminal.until('question 11.')
    connection.entries(result('slow', 'finally here'))
    connection.state({ live: {}, activity: { is: 'idle' } })
    await terminal.until('idle')
    const all = terminal.screen.allRows().join('\n')
    expect(count(all, 'finally here')).toBe(1)
    expect(all.match(/question \d+\./g)).toHaveLength(12)
  })

  it('costs what the window shows, not what was said before', async () => {
    const said = long(0, 2500)
    const looked = new Set<number>()
    const watched = said.map(
      (entry, at) => new Proxy(entry, { get: (of, field) => looked.add(at) && Reflect.get(of, field) }),
    )
    const { terminal, connection } = await talk(...watched)
    expect(looked.size).toBe(said.length)
    const text = terminal.screen.allRows().join('\n')
    expect(text).toContain('question 2499.')
    expect(text).toContain('messages before these are in the transcript')
    const before = terminal.written.length
    looked.clear()
    for (let at = 0; at < 50; at += 1) {
      connection.state({ activity: running(), live: liveReply('m', `word ${at}`) })
      await terminal.until(`word ${at}`)
    }
    expect(terminal.written.length - before).toBeLessThan(50 * 2000)
    // What is far above the window is not even looked at.
    expect(looked.size).toBeGreaterThan(0)
    expect(Math.min(...looked)).toBeGreaterThan(said.length - 500)
  })
})

describe('another size', () => {
  it('TM2 draws the window again, and never wipes what scrolled away', async () => {
    const entries = Array.from({ length: 40 }, (_, at) => prompt(`p${at}`, `question ${at}.`))
    const { terminal } = await talk(...entries)
    for (const [columns, rows] of [
      [60, 24],
      [100, 24],
      [100, 12],
      [100, 40],
      [20, 10],
      [80, 24],
    ] as const) {
      await terminal.resized(columns, rows)
      await terminal.until(
        (text) => text.includes('question 39.') && /● shell, no AI {2,3}id(le|…)$/.test(text.trimEnd()),
      )
    }
    expect(terminal.written).not.toContain('\x1b[3J')
    const shown = terminal.screen.text().match(/question \d+\./g) ?? []
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, at) => `question ${40 - shown.length + at}.`))
    expect(shown.length).toBeGreaterThan(8)
    expect(terminal.screen.allRows().join('\n')).toContain('question 0.')
  })

  it('TM2 survives a window of hardly any size', async () => {
    const { terminal } = await talk(prompt('1', '日本語のテキスト'), reply('r', '日本語 *と* | a |\n\n```\nx\n```'))
    for (const [columns, rows] of [
      [2, 2],
      [1, 1],
      [5, 3],
      [12, 4],
    ] as const) {
      await terminal.resized(columns, rows)
      expect(terminal.started).toBe(true)
    }
    terminal.resize(80, 24)
    await terminal.until('日本語のテキスト')
  })
})

describe('hostile text', () => {
  const nasty = '\x1b]0;owned\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31mred\x9b5mblink\u202Etxt\x00'

  it('TM1 reaches no part of the screen', async () => {
    const { terminal, connection } = await talk(
      prompt('1', nasty),
      reply('r', `${nasty}\n\n[link](javascript:${nasty})\n\n\`\`\`${nasty}\n${nasty}\n\`\`\``),
      thought('th', nasty),
      tool('t', nasty, nasty),
      result('t', nasty, 1),
      { kind: 'notice', id: 'n', at: '', tone: 'info', text: nasty },
      { kind: 'boundary', id: 'b', at: '', text: nasty },
      { kind: 'broken', id: 'x', at: '', text: nasty, bytes: 3 },
      { kind: 'mark', of: '1', by: { ...phone, name: nasty }, outcome: 'failed', reason: nasty },
    )
    connection.state({
      title: nasty,
      agent: { name: 'x', label: nasty, sign: nasty, hint: nasty },
      activity: { is: 'gone', reason: nasty },
      devices: { d: { id: phone.device, name: nasty, role: 'owner', since: '' } },
    })
    await terminal.until('is gone:')
    expect(terminal.written).not.toMatch(/owned|ZXZpbA|\x1b\[2J|\x1b\[31m|\x9b|\u202e|\0/)
    expect(terminal.screen.allRows().join('\n')).toContain('‹U+202E›')
  })

  it('TM2 a line that is very wide, in a table, a word or a path, does not end the process', async () => {
    const wide = '日本'.repeat(4000)
    const { terminal } = await talk(
      prompt('1', wide),
      reply('r', `| ${wide} | b |\n|---|---|\n| ${'x'.repeat(5000)} | 👩‍👩‍👧 |\n\n${'#'.repeat(7)} ${wide}`),
      tool('t', 'Bash', wide),
      result('t', `${'\t'.repeat(300)}${wide}`),
    )
    expect(terminal.started).toBe(true)
    for (const row of terminal.screen.rows()) expect(row.length).toBeLessThanOrEqual(80)
  })
})

it('without colours there is not one colour, and everything is still told apart', async () => {
  const opened = await openTerminal({ environment: { NO_COLOR: '1', TERM: 'xterm-256color' } })
  opened.connection.entries(
    prompt('1', 'false'),
    tool('t', 'Shell', 'false'),
    result('t', 'no', 1),
    reply('r', '`code`'),
  )
  opened.connection.live()
  await opened.terminal.until('idle')
  expect(opened.terminal.written).not.toMatch(/\x1b\[[\d;]*(?:3\d|4\d|9\d|10\d)(?:;[\d;]*)?m/)
  expect(opened.terminal.screen.text()).toContain('exit 1')
})
