// The whole of a text that came cut: the rest is read from the host, piece by piece.

import type { Connection } from '../connection.ts'

export async function wholeText(connection: Connection, of: string): Promise<string> {
  let text = ''
  for (;;) {
    const piece = await connection.call('read', { of, from: text.length })
    text += piece.text
    if (piece.text === '' || text.length >= piece.total) return text
  }
}
