// The index of links by uuid answers as a Map does, whatever the uuids are.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LinksByUuid } from '../../server/store/links-by-uuid.ts'

// Few and short, so that some are there several times; long ones that differ only before the part that is mixed.
const uuid = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.uuid(),
  fc.constantFrom('a', 'b', 'c').map((first) => `${first}-000000000000`),
)

test('the last link with a uuid is found, from anywhere', () => {
  fc.assert(
    fc.property(fc.array(uuid, { maxLength: 60 }), uuid, fc.nat(61), (uuids, other, next) => {
      const links = uuids.map((uuid) => ({ uuid }))
      const index = new LinksByUuid(links)
      const map = new Map(links.map((link) => [link.uuid, link]))
      for (const asked of [...uuids, other]) {
        expect(index.get(asked)).toBe(map.get(asked))
        expect(links[index.placeOf(asked, next)]).toBe(map.get(asked))
      }
    }),
  )
})
