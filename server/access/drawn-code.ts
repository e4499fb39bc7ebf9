// A QR code as one SVG path, for pages that draw what the host has computed.

import type { DrawnCode } from '../../shared/access.ts'

/** Level L: a signed link is long, and it is read off a screen. */
export async function drawnCode(text: string): Promise<DrawnCode> {
  // In a bundle only the default is there.
  const { default: qrcode } = await import('qrcode')
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'L' })
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      let run = 0
      while (column + run < modules.size && modules.get(row, column + run)) run++
      if (run > 0) path += `M${column} ${row}h${run}v1h-${run}z`
      column += run
    }
  }
  return { size: modules.size, path }
}
