// Colours of terminals as people have them: one dark, one light.

import type { Colour } from './screen.ts'

export interface Theme {
  readonly name: 'dark' | 'light'
  readonly foreground: string
  readonly background: string
  /** The sixteen that a theme decides about. */
  readonly palette: readonly string[]
}

export const dark: Theme = {
  name: 'dark',
  foreground: '#d8dee9',
  background: '#1d2129',
  palette: (
    '#3b4252 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d8dee9 ' +
    '#6b7489 #f08a92 #b0d68f #f0d397 #82c4ff #d89aea #77ccd6 #ffffff'
  ).split(' '),
}

export const light: Theme = {
  name: 'light',
  foreground: '#2b303b',
  background: '#fbfaf7',
  palette: (
    '#2b303b #b4232f #3d7a1d #946200 #1f5fbf #8a35a8 #12757f #b9bcc4 ' +
    '#747a86 #cf3a45 #4f9427 #b07a0a #2f78e0 #a44fc4 #1d8f9b #ffffff'
  ).split(' '),
}

/** The colour as the theme shows it; the upper 240 of the palette are the same everywhere. */
export function shownColour(colour: Colour, own: string, theme: Theme): string {
  if (colour === 'default') return own
  if (typeof colour === 'string') return colour
  const themed = theme.palette[colour]
  if (themed !== undefined) return themed
  if (colour >= 232) return hex([0, 0, 0].map(() => 8 + (colour - 232) * 10))
  const cube = colour - 16
  return hex(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => (step === 0 ? 0 : 55 + step * 40)),
  )
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
