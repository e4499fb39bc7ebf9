// What the agent said.

import type { JSX } from 'preact'
import type { TextRow } from '../session/rows.ts'
import { Markdown } from './markdown.tsx'
import { CutBar, useWhole } from './whole.tsx'

export function ReplyView({ reply }: { readonly reply: TextRow }): JSX.Element {
  const whole = useWhole(reply.id, reply.text, reply.cut)
  return (
    <article class="reply" aria-label="Reply" aria-busy={reply.writing}>
      <Markdown text={whole.head} writing={reply.writing} />
      <CutBar whole={whole} />
      {whole.tail !== '' && <Markdown text={whole.tail} />}
    </article>
  )
}
