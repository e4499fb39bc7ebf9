// A computer that changes its address, in a network of its own: the code on the screen leads to the new one.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { build, command, install } from '../harness/install.ts'
import { PseudoTerminal } from '../harness/terminal.ts'

/** A network that nobody else is in, with one cable and one way out. */
const network = `
ip link set lo up && ip link add cable type veth peer name end && ip link set cable up && ip link set end up &&
ip addr add 10.9.0.5/24 dev cable && ip route add default via 10.9.0.1`
const move = `
ip addr del 10.9.0.5/24 dev cable && ip addr add 10.9.0.77/24 dev cable && ip route add default via 10.9.0.1`

const mayHaveNetworks = spawnSync('unshare', ['-rn', 'sh', '-c', network]).status === 0

// In a container that may not have networks of its own the parts are tested one by one (test/web/rebind.test.ts).
test.skipIf(!mayHaveNetworks)('HO2 the host notices, says so, and shows a code with the new address', async () => {
  const where = install()
  build()
  const { CARRYON_HOST: _, ...environment } = where.environment
  const waits = `while ! [ -e ${join(where.project, 'move')} ]; do sleep 0.1; done`
  const terminal = new PseudoTerminal({
    program: 'unshare',
    args: ['-rn', 'sh', '-c', `${network}\n(${waits}; ${move}) &\nexec ${process.execPath} ${command} --remote`],
    environment: { ...environment, PATH: `${environment['PATH']}:/usr/sbin:/sbin` },
    directory: where.project,
  })
  onTestFinished(async () => void (await terminal.hangUp()))
  const [, before] = await terminal.screen.waitFor(/Open in browser: http:\/\/10\.9\.0\.5:(\d+)\/#/)
  writeFileSync(join(where.project, 'move'), '')
  const [, after] = await terminal.screen.waitFor(/Open in browser: http:\/\/10\.9\.0\.77:(\d+)\/#/)
  expect(after).toBe(before)
  terminal.press('escape')
  await terminal.screen.waitFor(/address changed from 10\.9\.0\.5 to 10\.9\.0\.77\.[\s\S]*\/session shows now/)
})
