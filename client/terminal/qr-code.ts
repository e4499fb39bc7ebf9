// A QR code in half blocks, dark on light whatever the terminal's colours are.

import qrcode from 'qrcode-terminal'

// Of the 256 colours these two are fixed; the first sixteen are re-themed, and so is the default ground.
const darkOnLight = '\x1b[38;5;16;48;5;231m'
const reset = '\x1b[0m'

/** qrcode-terminal draws the light modules and leaves the dark ones to the ground; here the dark ones are the ink. */
const inverted: { readonly [cell: string]: string } = { '█': ' ', '▀': '▄', '▄': '▀', ' ': '█' }

export interface QrCode {
  /** Cells, the same for every row. */
  readonly width: number
  readonly rows: readonly string[]
}

/** `text` at error level L with a quiet zone of two modules: up to 53 bytes take 33 × 17 cells, up to 78 37 × 19. */
export function qrCode(text: string): QrCode {
  let drawn = ''
  qrcode.setErrorLevel('L')
  qrcode.generate(text, { small: true }, (code) => {
    drawn = code
  })
  // The package's own frame is one module: half a row above, which is left out for a whole one, and the columns beside.
  const [, ...body] = drawn.split('\n').filter((row) => row !== '')
  const rows = body.map((row) => ` ${Array.from(row, (cell) => inverted[cell] ?? ' ').join('')} `)
  const width = rows[0]?.length ?? 0
  const quiet = ' '.repeat(width)
  return { width, rows: [quiet, ...rows, quiet].map((row) => `${darkOnLight}${row}${reset}`) }
}
