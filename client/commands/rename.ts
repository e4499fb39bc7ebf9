// `/rename <title>`: gives this session a title.

import type { DeviceCommand } from './command.ts'

export const rename: DeviceCommand = {
  name: 'rename',
  argument: '<title>',
  description: 'give this session a title',
  role: 'drive',
  async run({ connection, say }, title) {
    if (title === '') return say('/rename takes the new title: /rename Auth refactor')
    await connection.call('rename', { title })
    say(`This session is called “${title}” now.`)
  },
}
