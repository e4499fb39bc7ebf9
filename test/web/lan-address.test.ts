// Which address goes into the QR code, on machines of every kind.

import type { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { lanAddress, type Machine, thisMachine } from '../../server/web/lan-address.ts'

const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'
const route = (name: string, destination: string, flags: string, metric: number, mask = '00000000') =>
  `${name}\t${destination}\t0100A8C0\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0`

type Interfaces = ReturnType<typeof networkInterfaces>
const ipv4 = (address: string, internal = false) =>
  ({ address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null }) as const
const ipv6 = {
  address: 'fe80::1',
  family: 'IPv6',
  internal: false,
  netmask: '',
  mac: '',
  cidr: null,
  scopeid: 2,
} as const

const interfaces: Interfaces = {
  lo: [ipv4('127.0.0.1', true)],
  docker0: [ipv4('172.17.0.1')],
  eth0: [ipv6, ipv4('192.168.0.9')],
  wlan0: [ipv4('192.168.1.20')],
}

const machine = (routes: string | undefined, outward?: string, seen: Interfaces = interfaces): Machine => ({
  routes: () => routes,
  interfaces: () => seen,
  outward: async () => outward,
})

test('the IPv4 address of the default route’s interface, the one with the least metric', async () => {
  const routes = [
    head,
    route('docker0', '000011AC', '0001', 0, '0000FFFF'),
    route('wlan0', '00000000', '0003', 600),
    route('eth0', '00000000', '0003', 100),
    '',
  ].join('\n')
  expect(await lanAddress(machine(routes))).toBe('192.168.0.9')
})

test('no default route, or one without an address, is no way out', async () => {
  expect(await lanAddress(machine(head))).toBeUndefined()
  expect(await lanAddress(machine(`${head}\n${route('tun0', '00000000', '0003', 0)}`))).toBeUndefined()
  expect(await lanAddress(machine(`${head}\n${route('eth0', '00000000', '0001', 0)}`))).toBeUndefined()
})

test('without a table of routes, the address a packet would leave from', async () => {
  expect(await lanAddress(machine(undefined, '192.168.1.20'))).toBe('192.168.1.20')
  expect(await lanAddress(machine(undefined, undefined))).toBeUndefined()
  expect(await lanAddress(machine(undefined, '127.0.0.1'))).toBeUndefined()
})

test('this machine answers all three questions', async () => {
  expect(Object.keys(thisMachine.interfaces())).not.toEqual([])
  const outward = await thisMachine.outward()
  expect(outward === undefined || /^\d+\.\d+\.\d+\.\d+$/.test(outward)).toBe(true)
})
