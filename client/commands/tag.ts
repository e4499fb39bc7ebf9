// `/tag [tag]`: tags this session; without a tag the one that is there goes.

import type { DeviceCommand } from './command.ts'

export const tag: DeviceCommand = {
  name: 'tag',
  argument: '[tag]',
  description: 'tag this session; without a tag it has none',
  role: 'drive',
  async run({ connection, say }, wanted) {
    await connection.call('tag', { tag: wanted === '' ? null : wanted })
    say(wanted === '' ? 'This session has no tag now.' : `This session is tagged ${wanted} now.`)
  },
}
