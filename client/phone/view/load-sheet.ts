// Brings the sheet once somebody opens it: the first load stays small.

import { type ReadonlySignal, signal } from '@preact/signals'
import type { SessionSheet } from './session-sheet.tsx'

const loaded = signal<typeof SessionSheet | undefined>(undefined)

/** Undefined until it is there. */
export const sheet: ReadonlySignal<typeof SessionSheet | undefined> = loaded

/** Resolves false where it could not be brought; the next try may. */
export async function loadSheet(): Promise<boolean> {
  try {
    loaded.value ??= (await import('./session-sheet.tsx')).SessionSheet
    return true
  } catch {
    return false
  }
}
