// Pictures that a tool gives: those that agents and devices can take; of another it is only said that it was there.

import type { ToolCallContent } from '@agentclientprotocol/sdk/unstable'
import { type Image, imageTypeOf } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'

type PictureLimits = Pick<Limits, 'image' | 'promptImages'>

/** By the part that each was in. */
export function picturesIn(content: readonly ToolCallContent[], limits: PictureLimits): Map<ToolCallContent, Image> {
  const found = content.flatMap((part): [ToolCallContent, Image][] => {
    const image =
      part.type === 'content' && part.content.type === 'image' ? taken(part.content.data, limits) : undefined
    return image ? [[part, image]] : []
  })
  return new Map(found.slice(0, limits.promptImages))
}

/** Recorded, it goes to whatever agent comes next, whose model refuses all of a conversation for one that is none. */
function taken(data: string, limits: PictureLimits): Image | undefined {
  const type = imageTypeOf(Buffer.from(data.slice(0, 64), 'base64'))
  const fits = data.length * 0.75 <= limits.image && /^[A-Za-z0-9+/]+={0,2}$/.test(data)
  return type && fits ? { type, data } : undefined
}
