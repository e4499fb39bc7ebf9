// The questions that wait for an answer, the agent's and whom to let in, above the composer where the thumb is.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { PermissionCard } from './permission-card.tsx'
import { useSession } from './room-context.ts'

/** For so long after the cards moved a tap was meant for what stood there before. */
const settles = 350

export function Permissions(): JSX.Element | null {
  const session = useSession()
  const settled = useSignal<string | undefined>(undefined)
  const visitors = session.visitors.value
  const permissions = Object.values(session.state.value?.permissions ?? {}).sort((a, b) => a.order - b.order)
  const open = [...visitors, ...permissions]
  const which = open.map(({ id }) => id).join()
  useEffect(() => {
    const timer = setTimeout(() => {
      settled.value = which
    }, settles)
    return () => clearTimeout(timer)
  }, [which])
  if (open.length === 0) return null
  return (
    <div class="permissions">
      {open.map((question) => (
        <PermissionCard key={question.id} question={question} ready={settled.value === which} />
      ))}
    </div>
  )
}
