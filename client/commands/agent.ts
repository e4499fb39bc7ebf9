// `/agent [name]`: another agent goes on with this conversation; without a name, those that are here.

import type { FoundAgent } from '../../shared/listed.ts'
import { plainLine } from '../plain-text.ts'
import type { DeviceCommand } from './command.ts'

export const agent: DeviceCommand = {
  name: 'agent',
  argument: '[name]',
  description: 'another agent goes on; a list of them',
  role: 'drive',
  async run({ connection, say, chooseAgent }, name) {
    if (name !== '') {
      await connection.call('agent', { name })
      return
    }
    if (chooseAgent) return chooseAgent()
    const { agents } = await connection.call('agents', {})
    say(agents.map(line).join('\n'))
  },
}

function line({ name, label, found, current, install }: FoundAgent): string {
  const standing = current ? 'answers here' : found ? `/agent ${plainLine(name)}` : 'not found'
  const how = found || install === undefined ? '' : ` · ${plainLine(install)}`
  return `${plainLine(label)}: ${standing}${how}`
}
