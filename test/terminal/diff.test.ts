// Edits in the terminal: a diff with signs in the transcript and in the question, cut where the window ends.

import { describe, expect, it } from 'vitest'
import type { FileChange } from '../../shared/file-change.ts'
import { openTerminal } from './open-terminal.ts'
import { liveTool, permission, result, running, tool } from './scripted-connection.ts'

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
    expect(text).toContain('… 3 more rows')
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
