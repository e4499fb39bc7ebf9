// `/clear`: a fresh conversation in the same session; what was said before is resumable by itself.

import type { DeviceCommand } from './command.ts'

export const clear: DeviceCommand = {
  name: 'clear',
  description: 'a fresh conversation; the old one is kept',
  role: 'drive',
  async run({ connection, say }) {
    if (connection.view.entries.length === 0) return say('Nothing has been said here yet.')
    await connection.call('clear', {})
  },
}
