// Edits in the terminal: a diff with signs in the transcript and in the question, cut where the window ends.

import { describe, expect, it } from 'vitest'
import type { FileChange } from '../../shared/file-change.ts'
import { openTerminal } from './open-terminal.ts'
import { liveTool, permission, result, running, tool } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const change: FileChange = {
  path: 'src/a.ts',
  diff: '@@ -10,3 +10,3 @@\n one\n-two\x1b[2J\n+2\n \tthree',
  added: 1,
  removed: 1,
}

describe('OP10 an edit', () => {
  it('is shown as its diff, without what it answers', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    connection.entries(
      { ...tool('t1', 'Edit', 'src/a.ts'), changes: [{ ...change, diff: '-old' }] } as never,
      {
        ...result('t1', 'The file was updated.'),
        changes: [change],
      } as never,
    )
    const text = await terminal.until('● Edit  src/a.ts')
    expect(text).toMatch(
      /│ src\/a\.ts {2}\+1 −1\s*\n.*│ @@ -10,3 \+10,3 @@\s*\n.*│ {3}one\s*\n.*│ - two\s*\n.*│ \+ 2\s*\n/,
    )
    expect(text).not.toContain('The file was updated.')
    expect(text).not.toContain('-old')
  })

  it('that failed says why under what it would have changed', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    const failed = { ...result('t1', 'It changed meanwhile.'), failed: true }
    connection.entries({ ...tool('t1', 'Edit', 'src/a.ts'), changes: [change] } as never, failed as never)
    const text = await terminal.until('It changed meanwhile.')
    expect(text).toContain('│ + 2')
  })

  it('is shown while it runs, long ones cut with how much is left out', async () => {
    const { terminal, connection } = await openTerminal({ size: [80, 70] })
    const lines = Array.from({ length: 100 }, (_, at) => `+line ${at}`)
    const long = { path: 'b', diff: lines.join('\n'), added: 150, removed: 0, omitted: 50 }
    const [key, part] = Object.entries(liveTool('t1', 'Write', 'b', ''))[0] ?? []
    connection.live({ activity: running(), live: { [key ?? '']: { ...part, changes: [long] } as never } })
    const text = await terminal.until('+150 −0')
    expect(text).toContain('+ line 37')
    expect(text).toContain('… 3 more rows · /diff shows all')
  })

  it('is asked about in full, or says how much of it the window cannot show', async () => {
    const { terminal, connection } = await openTerminal()
    const asked = permission('p', 't1', 'Edit src/a.ts')
    connection.live({ activity: running(), permissions: { p: { ...asked['p'], changes: [change] } as never } })
    expect(await terminal.until('Allow this?')).toMatch(
      /Edit src\/a\.ts\s*\n {2}src\/a\.ts {2}\+1 −1[\s\S]*- two\s*\n {2}\+ 2/,
    )
    const long = { ...change, diff: Array.from({ length: 90 }, (_, at) => `+line ${at}`).join('\n') }
    connection.state({ permissions: { q: { ...permission('q', 't2', 'Edit it')['q'], changes: [long] } as never } })
    await terminal.until('… 80 more rows that this window cannot show')
  })
})

describe('OP10 /diff', () => {
  const long = { path: 'b', diff: '+line 0', added: 3, removed: 0, omitted: 2 }
  const edits = [
    { ...tool('t1', 'Edit', 'src/a.ts'), changes: [change] } as never,
    result('t1', 'Done.') as never,
    { ...tool('t2', 'Write', 'b'), changes: [long] } as never,
    result('t2', 'Done.') as never,
  ]

  it('shows the newest edit in full, with what was cut brought from the host', async () => {
    const { terminal, connection } = await openTerminal({ size: [80, 40] })
    connection.live()
    connection.entries(...edits)
    await terminal.until('… 2 more lines · /diff shows all')
    terminal.type('/diff')
    terminal.press(keys.enter)
    await expect
      .poll(() => connection.madeCalls('read').map(({ params }) => params))
      .toEqual([{ of: 't2', from: 0, path: 'b' }])
    connection.madeCalls('read')[0]?.answer({ text: '+line 0\n+line', total: 20 })
    await expect.poll(() => connection.madeCalls('read').length).toBe(2)
    connection.madeCalls('read')[1]?.answer({ text: ' 1\n+end', total: 20 })
    expect(await terminal.until('+ end')).toMatch(/ {2}b {2}\+3 −0\s*\n {2}\+ line 0\s*\n {2}\+ line 1\s*\n {2}\+ end/)
    terminal.type('/diff 2')
    terminal.press(keys.enter)
    expect(await terminal.until(/^ {2}src\/a\.ts {2}\+1 −1/m)).toContain('  - two')
    terminal.type('/diff 3')
    terminal.press(keys.enter)
    await terminal.until('There are not 3 edits here.')
  })

  it('shows the edit that is asked about before all that was done, and says what the host says against it', async () => {
    const { terminal, connection } = await openTerminal({ size: [80, 40] })
    connection.entries(...edits)
    const asked = permission('p', 't3', 'Edit c')
    const changes = [{ ...long, path: 'c' }]
    connection.live({ activity: running(), permissions: { p: { ...asked['p'], changes } as never } })
    await terminal.until('Allow this?')
    terminal.press(keys.tab)
    terminal.type('/diff')
    terminal.press(keys.enter)
    await expect
      .poll(() => connection.madeCalls('read').map(({ params }) => params))
      .toEqual([{ of: 't3', from: 0, path: 'c' }])
    connection.madeCalls('read')[0]?.fail('too_large', 'That file is too large to be compared.')
    await terminal.until('Not shown: That file is too large to be compared.')
  })
})
