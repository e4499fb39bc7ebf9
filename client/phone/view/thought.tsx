// What the agent thought, folded away once it is done.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { TextRow } from '../session/rows.ts'
import { LongText } from './long-text.tsx'

export function ThoughtView({ thought }: { readonly thought: TextRow }): JSX.Element {
  const chosen = useSignal<boolean | undefined>(undefined)
  const open = chosen.value ?? thought.writing
  return (
    <details
      class="thought"
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) chosen.value = event.currentTarget.open
      }}
    >
      <summary>{thought.writing ? 'Thinking' : 'Thought'}</summary>
      {open && <LongText of={thought.id} text={thought.text} cut={thought.cut} lines={20} />}
    </details>
  )
}
