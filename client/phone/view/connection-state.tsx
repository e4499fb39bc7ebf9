// One word for the connection, said aloud when it changes.

import type { JSX } from 'preact'
import type { ConnectionStatus } from '../../connection.ts'
import { useSession } from './room-context.ts'

const words: { readonly [Is in ConnectionStatus['is']]: string } = {
  connecting: 'Connecting',
  'catching-up': 'Catching up',
  live: 'Live',
  reconnecting: 'Reconnecting',
  ended: 'Ended',
}

export function ConnectionState(): JSX.Element {
  const { is } = useSession().status.value
  return (
    <span class="connection" data-is={is} role="status" aria-label="Connection">
      <span class="dot" />
      {words[is]}
    </span>
  )
}
