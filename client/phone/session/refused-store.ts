// Prompts that the host refused, kept with their text until they are sent anew or discarded, over reloads too.

import type { CallId, RoomId } from '../../../shared/ids.ts'
import type { Keep } from '../../entry/keep.ts'
import { fieldsOf, listIn, textIn } from '../../fields.ts'
import type { RefusedPrompt } from './rows.ts'

export interface RefusedStore {
  load(): readonly RefusedPrompt[]
  save(prompts: readonly RefusedPrompt[]): void
}

export function refusedStore(keep: Keep, room: () => RoomId | undefined): RefusedStore {
  const key = (): string => `carryon.refused.${room() ?? ''}`
  return {
    load: () => listIn(keep.get(key())).flatMap((prompt) => parsePrompt(prompt) ?? []),
    save(prompts) {
      if (prompts.length === 0) keep.remove(key())
      else keep.set(key(), JSON.stringify(prompts))
    },
  }
}

function parsePrompt(found: unknown): RefusedPrompt | undefined {
  const fields = fieldsOf(found)
  const id = textIn(fields, 'id')
  const text = textIn(fields, 'text')
  const reason = textIn(fields, 'reason')
  const at = textIn(fields, 'at')
  if (id === undefined || text === undefined || reason === undefined || at === undefined) return undefined
  const images = fields?.['images'] as RefusedPrompt['images']
  return { id: id as CallId, text, images, reason, at }
}
