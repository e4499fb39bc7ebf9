// What the agent thought, folded away once it is done.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { TextRow } from '../session/rows.ts'
import { LongText } from './long-text.tsx'
import { useSession } from './room-context.ts'

export function ThoughtView({ thought }: { readonly thought: TextRow }): JSX.Element {
  const chosen = useSignal<boolean | undefined>(undefined)
  const { state } = useSession()
  // Words that were left open are no sign of life: only a turn that runs is thinking.
  const thinking = thought.writing && state.value?.activity.is === 'running'
  const open = chosen.value ?? thinking
  return (
    <details
      class="thought"
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) chosen.value = event.currentTarget.open
      }}
    >
      <summary>{thinking ? 'Thinking' : 'Thought'}</summary>
      {open && <LongText of={thought.id} text={thought.text} cut={thought.cut} lines={20} />}
    </details>
  )
}
