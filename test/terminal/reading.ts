// A QR code read off the cells of a terminal by a real decoder, in the colours that a theme gives them.

import jsQr from 'jsqr'
import type { Cell } from '../harness/screen.ts'
import { shownColour, type Theme } from '../harness/theme.ts'

const module = 4

/** What the code says; undefined where there is none to be read. */
export function codeOn(cells: readonly (readonly Cell[])[], theme: Theme): string | undefined {
  const width = (cells[0]?.length ?? 0) * module
  const height = cells.length * 2 * module
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = cells[Math.floor(y / module / 2)]?.[Math.floor(x / module)]
      const upper = Math.floor(y / module) % 2 === 0
      const colour = cell ? colourOf(cell, upper, theme) : theme.background
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
      pixels.set([red ?? 0, green ?? 0, blue ?? 0, 255], (y * width + x) * 4)
    }
  }
  return jsQr(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data
}

function colourOf(cell: Cell, upper: boolean, theme: Theme): string {
  const ink = shownColour(cell.foreground, theme.foreground, theme)
  const ground = shownColour(cell.background, theme.background, theme)
  if (cell.text === '█') return ink
  if (cell.text === '▀') return upper ? ink : ground
  if (cell.text === '▄') return upper ? ground : ink
  return ground
}
