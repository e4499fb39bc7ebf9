// The whole of a text that came cut: brought from the host, piece by piece.

import type { Params, Results } from '../shared/protocol.ts'
import type { Connection } from './connection.ts'

/** At least `most` of it where it is longer, in UTF-16 units. */
export async function wholeText(
  connection: Connection,
  which: Omit<Params<'read'>, 'from'>,
  most = Number.POSITIVE_INFINITY,
): Promise<Results['read']> {
  for (let text = ''; ; ) {
    const piece = await connection.call('read', { ...which, from: text.length })
    text += piece.text
    if (piece.text === '' || text.length >= Math.min(piece.total, most)) return { ...piece, text }
  }
}
