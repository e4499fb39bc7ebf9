// A line between messages: a boundary, a notice, or a line of the file that cannot be read.

import type { JSX } from 'preact'
import { plainText } from '../../plain-text.ts'
import type { LineRow } from '../session/rows.ts'
import { Frame } from './frame.tsx'
import { LongText } from './long-text.tsx'
import { characters } from './times.ts'

export function LineView({ entry }: { readonly entry: LineRow['entry'] }): JSX.Element {
  switch (entry.kind) {
    case 'boundary':
      return (
        <div class="boundary">
          <span>{plainText(entry.text)}</span>
        </div>
      )
    case 'notice':
      return entry.summary ? (
        <div class="notice" data-tone={entry.tone}>
          <LongText of={entry.id} text={entry.text} cut={entry.cut} lines={6} />
        </div>
      ) : (
        <p class="notice" data-tone={entry.tone}>
          {plainText(entry.text)}
        </p>
      )
    case 'broken':
      return (
        <div class="notice" data-tone="warning">
          <p>
            A line of the transcript’s file cannot be read ({characters(entry.bytes).replace('characters', 'bytes')}).
          </p>
          <Frame class="broken" label="The line">
            {plainText(entry.text)}
          </Frame>
        </div>
      )
  }
}
