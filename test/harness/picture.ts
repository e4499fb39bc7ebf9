// A terminal's screen as a picture, the way a terminal emulator with the given theme would draw it.

import type { Browser } from 'playwright-core'
import type { Cell, Screen } from './screen.ts'
import { shownColour, type Theme } from './theme.ts'

const width = 9
const height = 18
const margin = 9

/** A PNG of what is visible. Block elements are drawn as rectangles, as terminals do, not as a font would have them. */
export async function pictureOf(screen: Screen, theme: Theme, browser: Browser): Promise<Buffer> {
  const drawing = drawingOf(screen.cells(), theme)
  const size = { width: screen.columns * width + 2 * margin, height: screen.height * height + 2 * margin }
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2 })
  try {
    await page.setContent(`<body style="margin:0">${drawing}`)
    return await page.screenshot()
  } finally {
    await page.close()
  }
}

/** The same as SVG. */
export function drawingOf(cells: readonly (readonly Cell[])[], theme: Theme): string {
  const columns = cells[0]?.length ?? 0
  const size = [columns * width + 2 * margin, cells.length * height + 2 * margin]
  const parts = cells.flatMap((row, line) => row.map((cell, column) => drawn(cell, column, line, theme)))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" style="display:block;` +
    `background:${theme.background};font:15px 'DejaVu Sans Mono',monospace;white-space:pre" shape-rendering="crispEdges">` +
    `<g transform="translate(${margin},${margin})">${parts.join('')}</g></svg>`
  )
}

function drawn(cell: Cell, column: number, line: number, theme: Theme): string {
  const [ink, paper] = coloursOf(cell, theme)
  const [x, y] = [column * width, line * height]
  const rectangle = (left: number, top: number, right: number, bottom: number, colour: string) =>
    `<rect x="${x + left * width}" y="${y + top * height}" width="${(right - left) * width}" ` +
    `height="${(bottom - top) * height}" fill="${colour}"/>`
  const behind = paper === theme.background ? '' : rectangle(0, 0, Math.max(1, cell.width), 1, paper)
  if (cell.text.trim() === '') return behind
  const block = blocks[cell.text]
  if (block) return behind + rectangle(...block, ink)
  const style = [
    cell.bold ? 'font-weight="bold"' : '',
    cell.dim ? 'opacity=".6"' : '',
    cell.italic ? 'font-style="italic"' : '',
    cell.underline ? 'text-decoration="underline"' : '',
  ].join(' ')
  return `${behind}<text x="${x}" y="${y + 14}" fill="${ink}" ${style}>${escaped(cell.text)}</text>`
}

/** Left, top, right and bottom as parts of the cell. */
const blocks: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '█': [0, 0, 1, 1],
  '▀': [0, 0, 1, 0.5],
  '▄': [0, 0.5, 1, 1],
  '▌': [0, 0, 0.5, 1],
  '▐': [0.5, 0, 1, 1],
}

function coloursOf(cell: Cell, theme: Theme): [ink: string, paper: string] {
  const ink = shownColour(cell.foreground, theme.foreground, theme)
  const paper = shownColour(cell.background, theme.background, theme)
  return cell.inverse ? [paper, ink] : [ink, paper]
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
