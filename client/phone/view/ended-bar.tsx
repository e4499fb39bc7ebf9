// In the composer's place once the connection is over for good: the transcript stays to be read.

import type { JSX } from 'preact'
import { type EndedProps, useTitle, WaysOn } from './ended-page.tsx'

export const EndedBar = (props: EndedProps): JSX.Element => (
  <div class="ended" role="alert">
    <strong>{useTitle(props)}</strong>
    <p>{props.status.reason}</p>
    <WaysOn {...props} />
  </div>
)
