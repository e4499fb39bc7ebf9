// What screen readers hear: each reply once it is whole, and at once what needs an answer. Older pages stay silent.

import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { openAsks } from '../../../shared/room-state.ts'
import { plainLine } from '../../plain-text.ts'
import { useSession } from './room-context.ts'

/** Enough to know what it is about; the rest can be read in place. */
const most = 240

export function Announcer(): JSX.Element {
  const session = useSession()
  const reply = useSignal('')
  const question = useSignal('')
  const written = useRef(new Set<string>())
  useSignalEffect(() => {
    for (const key of session.rows.keys.value.slice(-6)) {
      const row = session.rows.row(key)?.value
      if (row?.kind !== 'reply') continue
      if (row.writing) written.current.add(key)
      else if (written.current.delete(key)) reply.value = plainLine(row.text).slice(0, most)
    }
  })
  useSignalEffect(() => {
    const state = session.state.value
    const first = state && openAsks(state)[0]
    const asked = first && ('fields' in first ? first.message : first.title)
    question.value = asked === undefined ? '' : `Needs your answer: ${plainLine(asked).slice(0, most)}`
  })
  return (
    <>
      <div class="unseen" aria-live="polite">
        {reply}
      </div>
      <div class="unseen" aria-live="assertive">
        {question}
      </div>
    </>
  )
}
