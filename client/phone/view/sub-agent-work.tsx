// What a sub-agent said and did, in the card of the call that started it, brought with a tap.

import { signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { emptyView, foldPage, type RoomView, type ShownTool } from '../../../shared/room-view.ts'
import { rowsOf } from '../session/rows.ts'
import { useSession } from './room-context.ts'
import { RowView } from './row.tsx'

/** What Claude Code calls the tool. */
const startsAgents = /^(agent|task)$/i

export function SubAgentWork({ tool }: { readonly tool: ShownTool }): JSX.Element | null {
  return startsAgents.test(tool.name) ? <WorkWithin call={tool.id} /> : null
}

/** Of the sub-agent that this tool call started. */
export function WorkWithin({ call }: { readonly call: string }): JSX.Element {
  const { connection } = useSession()
  const work = useSignal<RoomView | undefined>(undefined)
  const loading = useSignal(false)
  const problem = useSignal<string | undefined>(undefined)

  const bring = async (before?: number): Promise<void> => {
    loading.value = true
    problem.value = undefined
    try {
      const page = await connection.call('within', { of: call, before })
      work.value = foldPage(before === undefined ? emptyView : (work.peek() ?? emptyView), page)
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    }
    loading.value = false
  }

  const view = work.value
  const rows = view && [...rowsOf({ view, outbox: [], refused: [], sent: new Map(), self: undefined })]
  const button = (words: string, before?: number): JSX.Element => (
    <button type="button" class="link" disabled={loading.value} onClick={() => void bring(before)}>
      {loading.value ? 'Loading…' : words}
    </button>
  )
  return (
    <div class="sub-agent-work">
      {view?.before !== undefined && button('What came before', view.before)}
      {rows?.map(([key, row]) => (
        <RowView key={key} row={signal(row)} />
      ))}
      {button(view ? 'Look again' : 'Show what it did')}
      {problem.value && <p class="error">{problem.value}</p>}
    </div>
  )
}
