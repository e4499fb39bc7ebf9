// What a page keeps of pictures: so much and no more, those that were shown last, and nothing that nobody waits for any more.

import { expect, test } from 'vitest'
import type { Connection } from '../../client/connection.ts'
import { PictureShelf } from '../../client/phone/session/picture-shelf.ts'

/** A host that has every picture, of ten units each, in two pieces. */
function host() {
  const asked: string[] = []
  const call = async (_: string, { of, from }: { of: string; from: number }) => {
    asked.push(`${of}${from}`)
    return { type: 'image/png', data: of.repeat(5), total: 10 }
  }
  return { asked, connection: { call } as unknown as Connection }
}

const wanted = new AbortController().signal
const source = (of: string): string => `data:image/png;base64,${of.repeat(10)}`

test('PH23 of the pictures that were shown as many are kept as fit, those shown last', async () => {
  const { asked, connection } = host()
  const shelf = new PictureShelf(2 * source('a').length)
  const bring = (of: string) => shelf.bring(connection, { of, index: 0 }, wanted)
  expect(await Promise.all(['a', 'b', 'a', 'c', 'a'].map(bring))).toEqual(['a', 'b', 'a', 'c', 'a'].map(source))
  expect(asked).toEqual(['a0', 'a5', 'b0', 'b5', 'c0', 'c5'])
  await bring('b')
  expect(asked.slice(6)).toEqual(['b0', 'b5'])
})

test('PH23 one that nobody waits for any more is left where it is, and the next has its turn; so has one after a failure', async () => {
  const { asked, connection } = host()
  const shelf = new PictureShelf(1000)
  const left = new AbortController()
  const first = shelf.bring(connection, { of: 'a', index: 0 }, left.signal)
  const second = shelf.bring(connection, { of: 'b', index: 0 }, wanted)
  left.abort()
  expect(await first).toBeUndefined()
  expect(await second).toBe(source('b'))
  expect(asked).toEqual(['b0', 'b5'])
  const broken = { call: () => Promise.reject(new Error('no')) } as unknown as Connection
  await expect(shelf.bring(broken, { of: 'c', index: 0 }, wanted)).rejects.toThrow('no')
  expect(await shelf.bring(connection, { of: 'c', index: 0 }, wanted)).toBe(source('c'))
})
