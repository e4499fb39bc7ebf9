// One row of the transcript, drawn anew only when its own signal changes.

import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Row } from '../session/rows.ts'
import { LineView } from './line.tsx'
import { PromptView } from './prompt.tsx'
import { ReplyView } from './reply.tsx'
import { ThoughtView } from './thought.tsx'
import { ToolCard } from './tool-card.tsx'

export function RowView({ row }: { readonly row: ReadonlySignal<Row> }): JSX.Element {
  const shown = row.value
  switch (shown.kind) {
    case 'prompt':
      return <PromptView prompt={shown} />
    case 'reply':
      return <ReplyView reply={shown} />
    case 'thought':
      return <ThoughtView thought={shown} />
    case 'tool':
      return <ToolCard row={shown} />
    case 'line':
      return <LineView entry={shown.entry} />
  }
}
