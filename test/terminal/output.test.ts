import { expect, it } from 'vitest'
import { openTerminal } from './open-terminal.ts'
import { prompt, result, tool } from './scripted-connection.ts'

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}.\x1b[2J\n`).join('')

async function talked() {
  const it = await openTerminal()
  it.connection.live()
  const long = { ...result('t1', 'line 0.\nline 499.'), cut: { at: 8, omitted: 4000 } }
  it.connection.entries(prompt('p', 'go'), tool('t1', 'Bash', 'one'), long as never)
  it.connection.entries(tool('t2', 'Bash', 'two'), result('t2', lines(100), 0), tool('t3', 'Read', 'three'))
  await it.terminal.until('idle')
  return it
}

it('TM20 /output shows all of what the newest call printed, which says so where it is cut', async () => {
  const { terminal, line } = await talked()
  expect(terminal.screen.allRows().join('\n')).toContain('… 92 more lines · /output shows all')
  line('/output')
  await terminal.until(/line 97\.[^\n]*\n {2}line 98\.[^\n]*\n {2}line 99\./)
  const all = terminal.screen.allRows().join('\n')
  for (let at = 0; at < 100; at += 1) expect(all).toContain(`\n  line ${at}.`)
})

it('TM20 what was cut is brought from the host; a wrong number is said', async () => {
  const { terminal, connection, line } = await talked()
  line('/output 2')
  expect(connection.asked('read')).toEqual([{ of: 't1', from: 0 }])
  connection.madeCalls('read')[0]?.answer({ text: 'first half\n', total: 22 })
  await expect.poll(() => connection.madeCalls('read').length).toBe(2)
  expect(connection.asked('read')[1]).toEqual({ of: 't1', from: 11 })
  connection.madeCalls('read')[1]?.answer({ text: 'other half\n', total: 22 })
  await terminal.until(/ {2}first half\n {2}other half/)
  line('/output 9')
  await terminal.until('There are not 9 outputs here.')
  line('/output x')
  await terminal.until('/output takes how many outputs ago')
  line('/output 2')
  connection.madeCalls('read')[2]?.fail('not_found', 'It is not there any more.')
  await terminal.until('Not shown: It is not there any more.')
})
