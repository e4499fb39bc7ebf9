// The built phone on a real host: its page, its door with real codes and links, and a room whose agent the test plays.

import { startWeb } from '../../server/web/start-web.ts'
import { systemClock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import { doorstep } from '../access/doorstep.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

export async function startHost(phoneFolder: string, limits: Partial<Limits> = {}) {
  const room = await TestRoom.start(limits)
  const door = doorstep({ clock: systemClock, limits })
  door.rooms.clear()
  door.rooms.add(testRoomId)
  const web = await startWeb({
    addresses: ['127.0.0.1'],
    port: 0,
    phoneFolder,
    instance: 'test',
    limits: door.limits,
    clock: systemClock,
    accept(pipe, peer) {
      door.door.admit(pipe, peer).then(
        (admission) => {
          if (admission) room.room.join(admission)
        },
        () => pipe.terminate(),
      )
    },
  })
  return {
    room,
    door,
    /** What a fresh QR code holds. */
    code: () => web.urlFor(`/#${door.tickets.issue().secret}`),
    link: async (role: 'view' | 'approve' | 'drive' = 'drive') =>
      web.urlFor(`/s/${testRoomId}#${(await door.links.issue(testRoomId, role)).token}`),
    url: (path: string) => web.urlFor(path),
    async close() {
      door.door.close()
      await web.close()
    },
  }
}
