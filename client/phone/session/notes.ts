// Sentences shown above the composer and said by screen readers; a short one is gone after a while.

import { type ReadonlySignal, signal } from '@preact/signals'

interface Note {
  readonly id: number
  readonly text: string
}

export interface Notes {
  readonly list: ReadonlySignal<readonly Note[]>
  /** Several lines stay until they are dismissed. */
  say(text: string): void
  dismiss(id: number): void
}

/** Long enough to be read twice. */
const lasts = 8_000
const most = 3

export function notes(): Notes {
  const list = signal<readonly Note[]>([])
  let count = 0
  const dismiss = (id: number): void => {
    list.value = list.peek().filter((note) => note.id !== id)
  }
  return {
    list,
    dismiss,
    say(text) {
      if (list.peek().some((note) => note.text === text)) return
      const id = ++count
      list.value = [...list.peek(), { id, text }].slice(-most)
      if (!text.includes('\n')) setTimeout(() => dismiss(id), lasts)
    },
  }
}
