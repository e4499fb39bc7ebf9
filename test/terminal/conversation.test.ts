// The conversation as a whole at the terminal: a fresh one begins under what was said, which stays above.

import { expect, test } from 'vitest'
import type { DeviceId, TranscriptId } from '../../shared/ids.ts'
import { openTerminal } from './open-terminal.ts'
import { prompt, reply, transcript } from './scripted-connection.ts'

const fresh = 'ffffffff-0000-4000-8000-000000000000' as TranscriptId

async function spoken() {
  const it = await openTerminal({ size: [80, 24] })
  it.connection.live()
  it.connection.entries(prompt('p1', 'make'), reply('r1', 'It is built.'))
  await it.terminal.until('It is built.')
  const cleared = (name: string, device: string) => {
    it.connection.state({
      transcript: fresh,
      cleared: { before: transcript, by: { name, device: device as DeviceId } },
    })
    const next = { transcript: fresh, offset: 0, check: 'x', journal: 0 }
    it.connection.frame({ t: 'entries', entries: [], next, keep: null, before: null })
  }
  return { ...it, cleared }
}

test('CV3 /clear begins under what was said, and says how to come back to it', async () => {
  const { terminal, connection, line, cleared } = await spoken()
  line('/clear')
  await expect.poll(() => connection.madeCalls('clear')).toHaveLength(1)
  cleared('Terminal', 'terminal')
  const text = await terminal.until('A fresh conversation')
  expect(text.indexOf('It is built.')).toBeLessThan(text.indexOf('A fresh conversation'))
  expect(text).toContain(`What was said before: /resume ${transcript.slice(0, 8)}`)
  connection.entries(prompt('p2', 'now this'))
  expect(await terminal.until('now this')).toContain('It is built.')
})

test('CV3 another device’s is told with its name; what is refused says why', async () => {
  const { terminal, connection, line, cleared } = await spoken()
  line('/clear')
  await expect.poll(() => connection.madeCalls('clear')).toHaveLength(1)
  connection.madeCalls('clear')[0]?.fail('unavailable', 'The agent is at work. Stop it first, then try again.')
  await terminal.until('/clear: The agent is at work.')
  cleared('Pixel 9', 'phone')
  await terminal.until('A fresh conversation · Pixel 9')
})
