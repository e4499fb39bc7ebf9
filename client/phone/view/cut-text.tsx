// A text that may have been cut: most were not, and what brings the rest comes with the first that was.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Cut } from '../../../shared/entries.ts'
import { wholeText } from './later.ts'

export interface CutTextProps {
  /** What the `read` call knows it by. */
  readonly of: string
  readonly text: string
  readonly cut: Cut | undefined
  /** What is missing has not been kept anywhere. */
  readonly gone?: boolean
  readonly show: (text: string) => JSX.Element
}

export function CutText(props: CutTextProps): JSX.Element {
  const { text, cut, show } = props
  const isCut = cut !== undefined
  useEffect(() => {
    if (isCut) void wholeText.load()
  }, [isCut])
  if (!cut) return show(text)
  const Whole = wholeText.part.value?.WholeText
  return Whole ? <Whole {...props} cut={cut} /> : show(`${text.slice(0, cut.at)}\n…\n${text.slice(cut.at)}`)
}
