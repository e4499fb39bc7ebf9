// Which rows of a reply that is being written will stand as they are: only these may leave the screen for the scrollback.

/** A list's item, a heading, the begin or end of a block of code. */
const item = /^\s*(?:[-*+]|\d+[.)])\s/
const heading = /^#{1,6}\s/
const fence = /^\s*(`{3,}|~{3,})/

/**
 * Up to where the text is complete, in UTF-16 units: what is before that is drawn the same whatever comes after it. A table
 * gets other columns with each row and a paragraph other styles with each mark, until an empty line ends them.
 */
export function completeText(text: string): number {
  let complete = 0
  let at = 0
  let open: string | undefined
  for (const line of text.split(/(?<=\n)/)) {
    const end = at + line.length
    const whole = line.endsWith('\n')
    const mark = fence.exec(line)?.[1]
    if (open !== undefined) {
      if (whole) complete = end
      if (whole && mark?.startsWith(open) && line.trim() === mark) open = undefined
    } else if (mark !== undefined) {
      complete = at
      open = mark
    } else if (item.test(line)) complete = at
    else if (whole && (line.trim() === '' || heading.test(line))) complete = end
    at = end
  }
  return complete
}

/** How many of the first rows are those that the complete part of the text alone is drawn as. */
export function lastingRows(text: string, rows: readonly string[], draw: (text: string) => readonly string[]): number {
  const complete = text.slice(0, completeText(text))
  if (complete.trim() === '') return 0
  const known = draw(complete)
  const differs = known.findIndex((row, at) => row !== rows[at])
  return differs === -1 ? known.length : differs
}
