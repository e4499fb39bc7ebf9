// A card for each thing that waits for an answer; they rest for a moment after they moved.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Question } from '../../../shared/questions.ts'
import type { Permission } from '../../../shared/room-state.ts'
import type { Visitor } from '../../../shared/visitors.ts'
import { lateStyles } from '../page/late-styles.ts'
import permission from '../styles/permission.css?inline'
import question from '../styles/question.css?inline'
import { PermissionCard } from './permission-card.tsx'
import { QuestionCard } from './question-card.tsx'

lateStyles(permission)
lateStyles(question)

/** For so long after the cards moved a tap was meant for what stood there before. */
const settles = 350

export function AskCards({ open }: { readonly open: readonly (Permission | Question | Visitor)[] }): JSX.Element {
  const settled = useSignal<string | undefined>(undefined)
  const which = open.map(({ id }) => id).join()
  useEffect(() => {
    const timer = setTimeout(() => {
      settled.value = which
    }, settles)
    return () => clearTimeout(timer)
  }, [which])
  const ready = settled.value === which
  return (
    <div class="permissions">
      {open.map((asked) =>
        'fields' in asked ? (
          <QuestionCard key={asked.id} question={asked} ready={ready} />
        ) : (
          <PermissionCard key={asked.id} question={asked} ready={ready} />
        ),
      )}
    </div>
  )
}
