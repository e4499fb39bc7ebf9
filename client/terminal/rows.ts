// Small things that every kind of row is made with.

import type { Cut } from '../../shared/entries.ts'

/** What the agent says stands under the prompt's text. */
export const indent = '  '

/** A cut text with a line that says so where it was cut. */
export function cutText(text: string, cut: Cut | undefined): string {
  if (!cut || cut.omitted <= 0) return text
  const left = `… ${cut.omitted.toLocaleString('en')} characters left out …`
  const before = text.slice(0, cut.at)
  const after = text.slice(cut.at)
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${left}${after.startsWith('\n') ? '' : '\n'}${after}`
}

/** Tabs as spaces up to the next multiple of eight. */
export function untabbed(line: string): string {
  if (!line.includes('\t')) return line
  let text = ''
  for (const part of line.split(/(\t)/)) text += part === '\t' ? ' '.repeat(8 - (text.length % 8)) : part
  return text
}
