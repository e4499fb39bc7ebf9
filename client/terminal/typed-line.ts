// One line that is written outside of the editor: what to look for, a title, a tag.

import { isTyped, matchesKey, typedText } from './screen.ts'

/** In UTF-16 units; as long as a title may be. */
const longest = 200

/** `text` after a key or a paste. */
export function typedLine(text: string, data: string): string {
  if (matchesKey(data, 'backspace')) return [...text].slice(0, -1).join('')
  if (matchesKey(data, 'ctrl+u')) return ''
  if (matchesKey(data, 'ctrl+w')) return text.replace(/\S*\s*$/, '')
  return isTyped(data) ? (text + typedText(data)).slice(0, longest) : text
}
