// In the composer's place once the connection is over for good: the transcript stays to be read.

import type { JSX } from 'preact'
import { WaysOn } from './ended-page.tsx'
import { type Ended, endingTitle } from './ending.ts'

interface EndedBarProps {
  readonly status: Ended
  readonly otherWay: () => (() => void) | undefined
}

export const EndedBar = ({ status, otherWay }: EndedBarProps): JSX.Element => (
  <div class="ended" role="alert">
    <strong>{endingTitle(status.code)}</strong>
    <p>{status.reason}</p>
    <WaysOn status={status} otherWay={otherWay} />
  </div>
)
