// Widths of text in terminal columns, never too small: for the screen that is drawn before pi-tui is loaded.

/** What takes one column in every terminal; everything else is counted as two. */
const narrow = /[ -~\u00a0-\u02ff\u0370-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25ff]/u

export const columnsOf = (text: string): number => {
  let columns = 0
  for (const character of text) columns += narrow.test(character) ? 1 : 2
  return columns
}

/** `text` in at most `width` columns; what is missing at the end is shown by `…`. */
export function clipped(text: string, width: number): string {
  if (columnsOf(text) <= width) return text
  let kept = ''
  let columns = 1
  for (const character of text) {
    columns += narrow.test(character) ? 1 : 2
    if (columns > width) break
    kept += character
  }
  return width > 0 ? `${kept}…` : ''
}

/** `text` broken at spaces, and inside words only where one is wider than a line. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (columnsOf(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = broken(word, width)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return [...lines, line]
}

/** `text` cut into lines of `width` columns wherever that falls, so that it can be put together again. */
export function broken(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let columns = 0
  for (const character of text) {
    const size = narrow.test(character) ? 1 : 2
    if (columns + size > width && line !== '') {
      lines.push(line)
      line = ''
      columns = 0
    }
    line += character
    columns += size
  }
  return [...lines, line]
}
