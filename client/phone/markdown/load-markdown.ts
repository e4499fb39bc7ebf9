// Brings the Markdown parser once there is Markdown: a shell session never needs it, and the first load stays small.

import { type ReadonlySignal, signal } from '@preact/signals'
import type { MarkdownWriter } from './markdown-writer.ts'

const loaded = signal<typeof MarkdownWriter | undefined>(undefined)
let loading = false

/** Undefined until the parser is there; a try that failed is made again when the next text comes. */
export function markdownWriter(): ReadonlySignal<typeof MarkdownWriter | undefined> {
  if (!loading && !loaded.peek()) {
    loading = true
    Promise.all([import('./markdown-writer.ts'), import('./prose.ts')])
      .then(([module]) => {
        loaded.value = module.MarkdownWriter
      })
      .catch(() => {})
      .finally(() => {
        loading = false
      })
  }
  return loaded
}
