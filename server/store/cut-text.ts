// A long text cut to its head and tail, never within a surrogate pair.

import type { Cut } from '../../shared/entries.ts'

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/** `text` in at most `most` UTF-16 units: its head and its tail, and where between them how much is missing. */
export function cutText(text: string, most: number): { text: string; cut?: Cut } {
  if (text.length <= most) return { text }
  let head = Math.ceil(most / 2)
  let tail = text.length - Math.floor(most / 2)
  if (isHighSurrogate(text.charCodeAt(head - 1)) && isLowSurrogate(text.charCodeAt(head))) head--
  if (isLowSurrogate(text.charCodeAt(tail)) && isHighSurrogate(text.charCodeAt(tail - 1))) tail++
  return { text: text.slice(0, head) + text.slice(tail), cut: { at: head, omitted: tail - head } }
}
