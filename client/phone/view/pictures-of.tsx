// The pictures of a prompt or of a tool's answer: how many there are, and what shows them, which comes with the first.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { pictureCount } from '../../../shared/images.ts'
import { thumbnails } from './later.ts'

export interface PicturesProps {
  /** The prompt's id, or the tool call's. */
  readonly of: string
  readonly count: number
  /** What they are of, in words. */
  readonly from: string
}

export function PicturesOf({ here, ...pictures }: PicturesProps & { readonly here: boolean }): JSX.Element {
  const Thumbnails = here && thumbnails.part.value?.Thumbnails
  useEffect(() => {
    if (here) void thumbnails.load()
  }, [here])
  return Thumbnails ? <Thumbnails {...pictures} /> : <p class="muted">{pictureCount(pictures.count)}</p>
}
