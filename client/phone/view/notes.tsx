// Short sentences that pass.

import type { JSX } from 'preact'
import { CloseIcon } from './icons.tsx'
import { useSession } from './room-context.ts'

export function Notes(): JSX.Element {
  const { notes } = useSession()
  return (
    <div class="notes" role="status" aria-label="Notes">
      {notes.list.value.map((note) => (
        <div class="note" key={note.id}>
          <span>{note.text}</span>
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => notes.dismiss(note.id)}>
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  )
}
