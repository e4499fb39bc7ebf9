// Brings what knows slash commands once a line begins with a slash: the first load stays small.

import { type ReadonlySignal, signal } from '@preact/signals'

type Slash = typeof import('./slash.tsx')

const loaded = signal<Slash | undefined>(undefined)

/** Undefined until it is there. */
export const slash: ReadonlySignal<Slash | undefined> = loaded

/** Resolves undefined where it could not be brought; the next try may. */
export async function loadSlash(): Promise<Slash | undefined> {
  try {
    loaded.value ??= await import('./slash.tsx')
  } catch {
    // Said by whoever asked.
  }
  return loaded.value
}
