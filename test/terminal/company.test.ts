// Who comes, goes and is refused, as the terminal says it, and the one key against it.

import { expect, it } from 'vitest'
import type { DeviceId } from '../../shared/ids.ts'
import { openTerminal } from './open-terminal.ts'
import { device } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

async function opened() {
  const it = await openTerminal()
  it.connection.live()
  await it.terminal.until('idle')
  return it
}

it('LI4 who came is named, and one key takes its access back', async () => {
  const { terminal, connection } = await opened()
  connection.state({ devices: device('d2', 'Pixel\u001b[2J', 'code') })
  await terminal.until('Pixel is here: it came by the code. Ctrl-X takes its access back.')
  terminal.press(keys.ctrlX)
  expect(connection.asked('revoke')).toEqual([{ device: 'd2' }])
  connection.madeCalls('revoke')[0]?.answer({})
  await terminal.until('Pixel has no access any more.')
  terminal.press(keys.ctrlX)
  expect(connection.madeCalls('revoke')).toHaveLength(1)
})

it('LI4 the key means nobody once a while has passed', async () => {
  const { terminal, connection, clock } = await opened()
  connection.state({ devices: device('d2', 'Pixel') })
  await terminal.until('Pixel joined (owner). Ctrl-X takes its access back.')
  await clock.pass(21_000)
  terminal.press(keys.ctrlX)
  expect(connection.madeCalls('revoke')).toEqual([])
})

it('LI4 a refused try is said once, and the key means the device that it is about', async () => {
  const { terminal, connection } = await opened()
  const of = { device: 'd2' as DeviceId, name: 'Pixel' }
  const refused = { number: 1, text: 'A device at 192.0.2.7 was refused: it brought the code that Pixel has used.', of }
  connection.frame({ t: 'door', visitors: [], refused })
  await terminal.until(/was refused: it brought the code that Pixel has\s+used\.\s+Ctrl-X takes/)
  connection.frame({ t: 'door', visitors: [], refused })
  terminal.press(keys.ctrlX)
  expect(connection.asked('revoke')).toEqual([{ device: 'd2' }])
})

it('LI4 a device that is no owner’s is offered no key', async () => {
  const { terminal, connection } = await opened()
  if (connection.self) connection.self = { ...connection.self, role: 'drive' }
  connection.state({ devices: device('d2', 'Pixel') })
  expect(await terminal.until('Pixel joined (owner).')).not.toContain('Ctrl-X')
  terminal.press(keys.ctrlX)
  expect(connection.madeCalls('revoke')).toEqual([])
})
