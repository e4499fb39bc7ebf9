// A text that was cut: what is here of it, how much is not, and the button that brings it.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Cut } from '../../../shared/entries.ts'
import type { CutTextProps } from './cut-text.tsx'
import { useSession } from './room-context.ts'
import { characters } from './times.ts'

/** One tap brings at most so much, in UTF-16 units: a phone has to lay it out. */
const perTap = 1024 * 1024

export function WholeText({ of, text, cut, gone = false, show }: CutTextProps & { readonly cut: Cut }): JSX.Element {
  const session = useSession()
  const brought = useSignal('')
  const loading = useSignal(false)
  const problem = useSignal<string | undefined>(undefined)
  const asking = useRef(false)
  const missing = Math.max(0, cut.omitted - brought.value.length)

  const more = async (): Promise<void> => {
    if (asking.current) return
    asking.current = true
    loading.value = true
    problem.value = undefined
    let got = ''
    try {
      const wanted = Math.min(perTap, missing)
      while (got.length < wanted) {
        const piece = await session.read(of, cut.at + brought.peek().length + got.length)
        if (piece.text === '') break
        got += piece.text
      }
    } catch {
      problem.value = 'It could not be brought. Try again.'
    }
    brought.value = (brought.peek() + got).slice(0, cut.omitted)
    loading.value = false
    asking.current = false
  }

  const head = text.slice(0, cut.at) + brought.value
  const tail = text.slice(cut.at)
  if (missing === 0) return show(head + tail)
  return (
    <>
      {show(head)}
      <p class="cut">
        <span>{characters(missing)} not shown</span>
        {!gone && (
          <button type="button" class="link" disabled={loading.value} onClick={() => void more()}>
            {loading.value ? 'Loading…' : 'Show all'}
          </button>
        )}
        {problem.value && <span class="error">{problem.value}</span>}
      </p>
      {tail !== '' && show(tail)}
    </>
  )
}
