// The host notices that it slept and that it moved.

import { expect, onTestFinished, test } from 'vitest'
import { watchWhereabouts } from '../../server/web/whereabouts.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'

function watched(first: string | undefined) {
  const clock = new FakeClock()
  const it = { clock, address: first, fails: false, slept: [] as number[], moved: [] as string[], stop: () => {} }
  it.stop = watchWhereabouts(
    {
      clock,
      limits: defaultLimits,
      address: () => (it.fails ? Promise.reject(new Error('no routes')) : Promise.resolve(it.address)),
      onSlept: (span) => it.slept.push(span),
      onMoved: async (to, from) => void it.moved.push(`${from} → ${to}`),
    },
    first,
  )
  onTestFinished(() => it.stop())
  return it
}

test('HO1 a look that comes late is a computer that slept; one that is a little late is not', async () => {
  const it = watched('192.168.0.5')
  await it.clock.pass(60_000)
  expect(it.slept).toEqual([])
  it.clock.sleep(defaultLimits.whereabouts + defaultLimits.slept)
  await it.clock.pass(0)
  expect(it.slept).toEqual([])
  it.clock.sleep(7_200_000)
  await it.clock.pass(0)
  expect(it.slept).toEqual([7_200_000 - defaultLimits.whereabouts])
  await it.clock.pass(60_000)
  expect(it.slept).toHaveLength(1)
})

test('HO2 another address is noticed once; none for a while is no news', async () => {
  const it = watched('192.168.0.5')
  it.address = undefined
  await it.clock.pass(60_000)
  it.fails = true
  await it.clock.pass(60_000)
  it.fails = false
  it.address = '192.168.0.5'
  await it.clock.pass(60_000)
  expect(it.moved).toEqual([])
  it.address = '10.0.0.7'
  await it.clock.pass(defaultLimits.whereabouts)
  expect(it.moved).toEqual(['192.168.0.5 → 10.0.0.7'])
  await it.clock.pass(60_000)
  expect(it.moved).toHaveLength(1)
})

test('HO2 a first network is noticed, too; stopped, nothing is looked at any more', async () => {
  const it = watched(undefined)
  it.address = '10.0.0.7'
  await it.clock.pass(defaultLimits.whereabouts)
  expect(it.moved).toEqual(['undefined → 10.0.0.7'])
  it.stop()
  expect(it.clock.pending).toBe(0)
})
