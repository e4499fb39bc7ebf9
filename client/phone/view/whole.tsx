// A text that was cut: what is here of it, how much is not, and the button that brings it.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Cut } from '../../../shared/entries.ts'
import { useSession } from './room-context.ts'
import { characters } from './times.ts'

export interface Whole {
  /** Up to the cut, or everything. */
  readonly head: string
  /** After the cut; empty where nothing is missing. */
  readonly tail: string
  /** UTF-16 units between the two that are not here. */
  readonly missing: number
  readonly loading: boolean
  readonly problem: string | undefined
  readonly more: () => void
}

/** One tap brings at most so much, in UTF-16 units: a phone has to lay it out. */
const perTap = 1024 * 1024

export function useWhole(of: string, text: string, cut: Cut | undefined): Whole {
  const session = useSession()
  const brought = useSignal('')
  const loading = useSignal(false)
  const problem = useSignal<string | undefined>(undefined)
  const asking = useRef(false)
  if (!cut) return { head: text, tail: '', missing: 0, loading: false, problem: undefined, more: () => {} }
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
  return {
    head: missing === 0 ? head + tail : head,
    tail: missing === 0 ? '' : tail,
    missing,
    loading: loading.value,
    problem: problem.value,
    more: () => void more(),
  }
}

interface CutBarProps {
  readonly whole: Whole
  /** What is missing has not been kept anywhere. */
  readonly gone?: boolean
}

export function CutBar({ whole, gone = false }: CutBarProps): JSX.Element | null {
  if (whole.missing === 0) return null
  return (
    <p class="cut">
      <span>{characters(whole.missing)} not shown</span>
      {!gone && (
        <button type="button" class="link" disabled={whole.loading} onClick={whole.more}>
          {whole.loading ? 'Loading…' : 'Show all'}
        </button>
      )}
      {whole.problem && <span class="error">{whole.problem}</span>}
    </p>
  )
}
