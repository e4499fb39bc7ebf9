// What the command listens at: nothing unless it was asked to, then two addresses by name, and never all of them.

import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { build, command, freePort, install, startCarryon } from '../harness/install.ts'
import { listeningOf } from '../harness/listening.ts'
import { PseudoTerminal } from '../harness/terminal.ts'

const linux = process.platform === 'linux'
/** Making a network of one's own takes rights and a program. */
const canMakeNetworks = linux && process.getuid?.() === 0 && existsSync('/usr/sbin/ip')

test.skipIf(!linux)('S3 S6 without --remote nothing listens, whatever is said in it', async () => {
  const terminal = startCarryon(install(), [])
  await terminal.screen.waitFor(/\/session for your phone/)
  terminal.type('echo said-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*said-2/m)
  terminal.type('/session\n')
  await terminal.screen.waitFor(/--remote/)
  expect(listeningOf(terminal.processId)).toEqual([])
})

test.skipIf(!linux)('S6 with --host only that address is bound', async () => {
  const port = await freePort()
  const terminal = startCarryon(install(), ['--remote', '--host', '127.0.0.1', '--port', String(port)])
  await terminal.screen.waitFor(/Open in browser/)
  expect(listeningOf(terminal.processId)).toEqual([`127.0.0.1:${port}`])
})

// In CI it must not pass for tested where it was not.
test.skipIf(!canMakeNetworks && !process.env.CI)(
  'S6 in a network, the loopback and the address in it are bound, and no wider one',
  async () => {
    build()
    const { CARRYON_HOST: _, ...environment } = install().environment
    const network = [
      'ip link set lo up',
      'ip link add lan0 type veth peer name far0 && ip link set far0 up && ip addr add 10.77.0.5/24 dev lan0 && ip link set lan0 up',
      'ip link add other0 type veth peer name far1 && ip link set far1 up && ip addr add 10.88.0.5/24 dev other0 && ip link set other0 up',
      'ip route add default via 10.77.0.1',
    ]
    const started = `PATH=/usr/sbin:$PATH; ${network.join(' && ')} && exec "$0" "$@"`
    const terminal = new PseudoTerminal({
      program: '/usr/bin/unshare',
      args: ['--net', 'sh', '-c', started, process.execPath, command, '--remote'],
      environment,
      directory: environment.HOME ?? '/',
    })
    onTestFinished(async () => void (await terminal.hangUp()))
    await terminal.screen.waitFor(/Open in browser: http:\/\/10\.77\.0\.5:7433/)
    expect(listeningOf(terminal.processId)).toEqual(['10.77.0.5:7433', '127.0.0.1:7433'])
  },
)
