// The message being written, kept so that a reload or a crash of the browser does not lose it.

import type { RoomId } from '../../../shared/ids.ts'
import type { Keep } from '../../entry/keep.ts'

export interface Draft {
  load(): string
  save(text: string): void
}

export function draftOf(keep: Keep, room: () => RoomId | undefined): Draft {
  const key = (): string => `carryon.draft.${room() ?? ''}`
  return {
    load: () => keep.get(key()) ?? '',
    save(text) {
      if (text === '') keep.remove(key())
      else keep.set(key(), text)
    },
  }
}
