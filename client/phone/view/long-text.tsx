// Plain text as it was written; a long one shows a part that scrolls until it is opened.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Cut } from '../../../shared/entries.ts'
import { plainText } from '../../plain-text.ts'
import { CutText } from './cut-text.tsx'
import { GrowingText } from './growing-text.tsx'
import { copyButton } from './later.ts'

interface LongTextProps {
  /** What the `read` call knows it by. */
  readonly of: string
  readonly text: string
  readonly cut: Cut | undefined
  /** With more lines than this it is folded. */
  readonly lines: number
  readonly output?: boolean
  /** More is coming: the end stays in view. */
  readonly growing?: boolean
}

export function LongText({ of, text, cut, lines, output = false, growing = false }: LongTextProps): JSX.Element {
  const unfolded = useSignal(false)
  const frame = useRef<HTMLDivElement>(null)
  const count = lineCount(text)
  const copies = output && !growing
  const Copy = copies && copyButton.part.value?.CopyButton
  const folded = count > lines && !unfolded.value
  useEffect(() => {
    if (copies) void copyButton.load()
  }, [copies])
  useLayoutEffect(() => {
    if (growing && folded && frame.current) frame.current.scrollTop = frame.current.scrollHeight
  }, [text, growing, folded])
  return (
    <div class="long" data-output={output}>
      <div
        ref={frame}
        class="long-frame"
        data-folded={folded}
        {...(folded || output ? scrolls(output ? 'Output' : 'Text') : undefined)}
      >
        <CutText of={of} text={text} cut={cut} gone={growing} show={(part) => <GrowingText text={plainText(part)} />} />
      </div>
      {Copy && <Copy what="output" text={() => plainText(text)} />}
      {count > lines && (
        <button
          type="button"
          class="link unfold"
          aria-expanded={unfolded.value}
          onClick={() => {
            unfolded.value = !unfolded.value
          }}
        >
          {unfolded.value ? 'Fold' : `Unfold ${count} lines`}
        </button>
      )}
    </div>
  )
}

/** What scrolls, the keyboard must reach, and then it needs a name. */
const scrolls = (label: string) => ({ tabIndex: 0, role: 'group' as const, 'aria-label': label })

function lineCount(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < text.length - 1; at = text.indexOf('\n', at + 1)) count++
  return count
}
