// What a question is about, for devices that answer by rules.

import type { AskedCall } from '../../shared/room-state.ts'

export function askedCall(name: string, input: object): AskedCall {
  const command = 'command' in input ? input.command : undefined
  return { name, ...(typeof command === 'string' ? { command } : {}) }
}
