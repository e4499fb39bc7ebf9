// The few colours the terminal uses, chosen to be read on dark and on light grounds, and none under NO_COLOR.

import type { Environment } from './options.ts'

type Style = (text: string) => string

export interface Theme {
  readonly strong: Style
  readonly slanted: Style
  readonly underlined: Style
  readonly struck: Style
  /** Said in passing: labels, hints, rules. */
  readonly quiet: Style
  /** What to look at: the sign, the selected line, links. */
  readonly accent: Style
  readonly good: Style
  readonly bad: Style
  /** Worth a look before going on. */
  readonly warning: Style
  readonly code: Style
}

const styled =
  (on: string, off: string): Style =>
  (text) =>
    text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`

// Each of these has about the same contrast with black as with white (4 to 5 to 1); `lighter` and `darker` are for
// terminals that say what they are.
const tones = {
  neutral: { quiet: 244, accent: 32, good: 28, bad: 167, warning: 130, code: 31 },
  lighter: { quiet: 246, accent: 75, good: 71, bad: 203, warning: 179, code: 80 },
  darker: { quiet: 241, accent: 25, good: 22, bad: 124, warning: 94, code: 23 },
} as const
const fewColours = { quiet: 90, accent: 34, good: 32, bad: 31, warning: 35, code: 36 } as const

export function themeFor(environment: Environment): Theme {
  const shape = {
    strong: styled('1', '22'),
    slanted: styled('3', '23'),
    underlined: styled('4', '24'),
    struck: styled('9', '29'),
  }
  const terminal = environment['TERM'] ?? ''
  if (environment['NO_COLOR'] || terminal === 'dumb') {
    const faint = styled('2', '22')
    const plain: Style = (text) => text
    return { ...shape, quiet: faint, accent: plain, good: plain, bad: shape.strong, warning: shape.strong, code: plain }
  }
  const few = terminal === 'linux' || terminal === 'ansi' || terminal === 'vt100'
  const tone = tones[ground(environment['COLORFGBG'])]
  const colour = (name: keyof typeof fewColours): Style =>
    styled(few ? `${fewColours[name]}` : `38;5;${tone[name]}`, '39')
  return {
    ...shape,
    quiet: colour('quiet'),
    accent: colour('accent'),
    good: colour('good'),
    bad: colour('bad'),
    warning: colour('warning'),
    code: colour('code'),
  }
}

/** COLORFGBG is "foreground;background" in the sixteen colours: 7 and 15 are light grounds. */
function ground(colours: string | undefined): keyof typeof tones {
  const background = Number(colours?.split(';').at(-1) || Number.NaN)
  if (Number.isNaN(background)) return 'neutral'
  return background === 7 || background === 15 ? 'darker' : 'lighter'
}
