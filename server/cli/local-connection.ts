// This process's own device in a room of its host: the person at the keyboard, or a command line without one.

import { type Connection, connect } from '../../client/connection.ts'
import { pipePair } from '../../shared/pipe.ts'
import type { Host } from '../host.ts'
import type { Machine } from './machine.ts'

export function localConnection(host: Host, { limits, clock }: Machine): Connection {
  return connect({
    async open() {
      const [mine, hosts] = pipePair()
      void host.accept(hosts, { trusted: true, address: 'terminal' })
      return mine
    },
    credential: { kind: 'terminal' },
    name: 'Terminal',
    outbox: { load: () => [], save: () => {} },
    limits,
    clock,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  })
}
