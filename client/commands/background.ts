// `/background <prompt>`: a task in a session of its own, beside this one.

import type { DeviceCommand } from './command.ts'

export const background: DeviceCommand = {
  name: 'background',
  argument: '<prompt>',
  description: 'run a prompt beside this session, as a task',
  role: 'drive',
  reach: 'host',
  async run({ connection, say }, text) {
    if (text === '') return say('/background takes a prompt: /background Fix the failing tests')
    await connection.call('background', { text })
    say('It runs in a session of its own. /tasks shows it, and its end is told here.')
  },
}
