// carryon started twice for one session: the second joins the first, and may what the first allows.

import { expect, test } from 'vitest'
import { install, startCarryon } from '../harness/install.ts'
import type { PseudoTerminal } from '../harness/terminal.ts'

test('a second carryon joins the one that runs: it watches, is let in, prompts, and is told when the first has gone', async () => {
  const where = install()
  const first = startCarryon(where, [])
  await first.screen.waitFor(/idle/)
  first.type('echo out-$((20 + 1))\n')
  await first.screen.waitFor(/^\s*out-21/m)
  const second = startCarryon(where, ['--continue'])
  await second.screen.waitFor(/runs this session/)
  await second.screen.waitFor(/out-21/)
  await second.screen.waitFor(/watching/)
  await first.screen.waitFor(/Terminal 2 wants to take part/)
  second.type('echo not-$((1 + 1))\n')
  await second.screen.waitFor(/Not sent: This device may only watch/)
  await toTheQuestion(first)
  first.press('down')
  await first.screen.waitFor(/→ Let it do what you do/)
  first.press('enter')
  await second.screen.waitFor(/This terminal may do everything you can do here now/)
  // The prompt that was refused is in the editor again.
  second.press('ctrl-c')
  await second.screen.waitFor(/Ctrl-C again leaves/)
  second.type('echo out-$((40 + 2))\n')
  await first.screen.waitFor(/Allow this\?/)
  await toTheQuestion(first)
  first.press('enter')
  for (const terminal of [first, second]) await terminal.screen.waitFor(/^\s*out-42/m)
  first.type('/quit\n')
  expect((await first.exit).code).toBe(0)
  await second.screen.waitFor(/The session was closed in the other terminal/)
  expect((await second.exit).code).toBe(0)
})

/** On purpose: a key that may have been on its way when the question came answers nothing. */
async function toTheQuestion(terminal: PseudoTerminal): Promise<void> {
  terminal.press('tab')
  await terminal.screen.waitFor(/Tab to answer here/)
  terminal.press('tab')
  await terminal.screen.waitFor(/Enter answers/)
}
