// `/restart`: starts the agent again where it is gone, or anew where it is idle.

import type { DeviceCommand } from './command.ts'

export const restart: DeviceCommand = {
  name: 'restart',
  description: 'start the agent again',
  role: 'drive',
  async run({ connection }) {
    await connection.call('restart', {})
  },
}
