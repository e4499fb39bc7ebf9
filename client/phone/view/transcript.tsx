// The conversation as a scrolling log: the newest at the end, older pages as one scrolls up.

import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { keepScroll, type ScrollKeeper } from '../page/scroll-keeper.ts'
import { Beginning } from './beginning.tsx'
import { NewPill } from './new-pill.tsx'
import { useSession } from './room-context.ts'
import { RowView } from './row.tsx'

export function Transcript(): JSX.Element {
  const session = useSession()
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useSignal<ScrollKeeper | undefined>(undefined)
  const pinned = useComputed(() => keeper.value?.pinned.value ?? true)
  useEffect(() => {
    if (!scroller.current || !content.current) return
    const made = keepScroll(scroller.current, content.current, session.older)
    keeper.value = made
    return made.stop
  }, [])
  return (
    <main class="transcript">
      {/* Announced by the announcer, sentence by sentence: a log that grows by letters would never stop talking. */}
      <div ref={scroller} class="log" role="log" aria-label="Transcript" aria-live="off" tabIndex={0}>
        <div ref={content} class="rows">
          <Beginning />
          <Rows />
        </div>
      </div>
      <NewPill pinned={pinned} toEnd={() => keeper.peek()?.toEnd()} />
    </main>
  )
}

function Rows(): JSX.Element {
  const { rows } = useSession()
  return (
    <>
      {rows.keys.value.map((key) => {
        const row = rows.row(key)
        return row && <RowView key={key} row={row} />
      })}
    </>
  )
}
