// What was said, as one short line.

/** The last line of a text, at most `most` units long; undefined where there is none. */
export function lastLineOf(text: string | undefined, most: number): string | undefined {
  const line = text
    ?.slice(-4 * most)
    .trimEnd()
    .split('\n')
    .at(-1)
  return line ? lineOf(line, most) : undefined
}

/** The first line of a text. */
export function lineOf(text: string, most: number): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
