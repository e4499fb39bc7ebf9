// Terminals of this machine that take part: how many, and how soon after one was sent away.

import { expect, test } from 'vitest'
import { LocalJoins } from '../../server/access/local-joins.ts'
import { pipePair } from '../../shared/pipe.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { room } from './doorstep.ts'

test('JN5 no more than so many are here at once, and none for a while after one was sent away', async () => {
  const clock = new FakeClock()
  const joins = new LocalJoins({ clock, limits: { localJoins: 2, localRest: 1000 } })
  const join = () => {
    const [mine, hosts] = pipePair()
    return { ...joins.let(hosts, room).join, leave: () => mine.close() }
  }
  const [first, second] = [join(), join()]
  expect(join).toThrow(expect.objectContaining({ code: 'busy' }))
  first.leave()
  await settled()
  join()
  expect(joins.sendAway(second.device)).toBe(true)
  expect(join).toThrow(expect.objectContaining({ code: 'turned_away' }))
  clock.advance(1000)
  join()
})
