// "3 new": the way back to the end for a reader who scrolled up.

import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { DownIcon } from './icons.tsx'
import { useSession } from './room-context.ts'

interface NewPillProps {
  readonly pinned: ReadonlySignal<boolean>
  readonly toEnd: () => void
}

export function NewPill({ pinned, toEnd }: NewPillProps): JSX.Element | null {
  const { keys } = useSession().rows
  const lastSeen = useSignal<string | undefined>(undefined)
  useSignalEffect(() => {
    if (pinned.value) lastSeen.value = keys.value.at(-1)
  })
  if (pinned.value) return null
  const place = lastSeen.value === undefined ? -1 : keys.value.lastIndexOf(lastSeen.value)
  const count = place < 0 ? 0 : keys.value.length - 1 - place
  return (
    <button type="button" class="pill" data-new={count > 0} onClick={toEnd}>
      <DownIcon />
      {count > 0 ? `${count} new` : <span class="unseen">To the end</span>}
    </button>
  )
}
