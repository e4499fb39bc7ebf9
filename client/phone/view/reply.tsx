// What the agent said.

import type { JSX } from 'preact'
import type { TextRow } from '../session/rows.ts'
import { CutText } from './cut-text.tsx'
import { Markdown } from './markdown.tsx'

export const ReplyView = ({ reply: { id, text, cut, writing } }: { readonly reply: TextRow }): JSX.Element => (
  <article class="reply" aria-label="Reply" aria-busy={writing}>
    <CutText of={id} text={text} cut={cut} show={(part) => <Markdown text={part} writing={writing} />} />
  </article>
)
