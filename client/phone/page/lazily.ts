// A part of the page that comes once it is needed: the first load stays small.

import { type ReadonlySignal, signal } from '@preact/signals'

export interface Later<Part> {
  /** Undefined until it is there. */
  readonly part: ReadonlySignal<Part | undefined>
  /** Resolves undefined where it could not be brought; the next try may. */
  load(): Promise<Part | undefined>
}

export function lazily<Part>(bring: () => Promise<Part>): Later<Part> {
  const part = signal<Part | undefined>(undefined)
  return {
    part,
    async load() {
      try {
        part.value ??= await bring()
      } catch {
        // Said by whoever asked.
      }
      return part.value
    },
  }
}
