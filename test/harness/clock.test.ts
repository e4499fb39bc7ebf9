import { expect, test } from 'vitest'
import { FakeClock } from './clock.ts'
import { seededBytes } from './random.ts'

test('timers run in the order they are due, at their time, those set meanwhile too', () => {
  const clock = new FakeClock(1000)
  const seen: [string, number][] = []
  const note = (name: string) => () => seen.push([name, clock.now()])
  clock.after(30, note('late'))
  clock.after(10, () => {
    note('early')()
    clock.after(5, note('nested'))
  })
  clock.after(10, note('second of two'))
  clock.after(20, note('called off'))()
  clock.advance(29)
  expect(seen).toEqual([
    ['early', 1010],
    ['second of two', 1010],
    ['nested', 1015],
  ])
  expect([clock.now(), clock.pending]).toEqual([1029, 1])
  clock.advance(1)
  expect(seen.at(-1)).toEqual(['late', 1030])
})

test('passing time lets what awaits a timer set the next one', async () => {
  const clock = new FakeClock(0)
  let rounds = 0
  const round = async () => {
    for (;;) {
      await new Promise<void>((resolve) => clock.after(10, resolve))
      rounds += 1
    }
  }
  void round()
  await clock.pass(35)
  expect(rounds).toBe(3)
})

test('a seed repeats its bytes and another seed has others', () => {
  expect(seededBytes(7)(32)).toEqual(seededBytes(7)(32))
  expect(seededBytes(7)(32)).not.toEqual(seededBytes(8)(32))
})
