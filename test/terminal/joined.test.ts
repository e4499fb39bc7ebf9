// The door as the terminal shows it, and the terminal that came in by it.

import { expect, it } from 'vitest'
import { localQuestion } from '../../server/access/local-question.ts'
import type { VisitorId } from '../../shared/ids.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { openTerminal } from './open-terminal.ts'
import { keys } from './virtual-terminal.ts'

const visitor: Visitor = { id: 'v' as VisitorId, order: 1, ...localQuestion('Terminal 2') }

it('JN3 asks whether to let a terminal in; the answer that a hasty key gives is the least', async () => {
  const { terminal, connection } = await openTerminal()
  connection.live()
  await terminal.until('idle')
  connection.frame({ t: 'door', visitors: [visitor] })
  const text = await terminal.until('Let it in?')
  expect(text).toContain('Terminal 2 wants to take part')
  expect(text).toMatch(/send it away/)
  terminal.press(keys.enter)
  expect(connection.asked('admit')).toEqual([{ visitor: 'v', option: 'view' }])
  connection.frame({ t: 'door', visitors: [] })
  await terminal.until((shown) => !shown.includes('Let it in?'))
})

it('JN7 a terminal that joined says what it waits for, what it may, and where the code is', async () => {
  const { terminal, connection } = await openTerminal({ joined: { process: 4711 } })
  connection.live()
  const self = connection.self
  if (!self) throw new Error('not live')
  connection.self = { ...self, role: 'view' }
  connection.state({ title: 'Garden' })
  await terminal.until('Process 4711 runs this session')
  await terminal.until('watching')
  connection.self = { ...self, role: 'drive' }
  connection.state({ title: 'Garden beds' })
  await terminal.until('This terminal may do everything you can do here now.')
  terminal.type('/session')
  terminal.press(keys.enter)
  await terminal.until('type /session there')
})
