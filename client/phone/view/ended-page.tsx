// Shut before it opened: why this code, link or device is not let in, and what to do.

import type { JSX } from 'preact'
import { type Ended, endingTitle, helpsToReload } from './ending.ts'
import { LinkOffIcon } from './icons.tsx'
import { Page } from './page.tsx'

interface EndedPageProps {
  readonly status: Ended
  readonly otherWay: () => (() => void) | undefined
}

export const EndedPage = ({ status, otherWay }: EndedPageProps): JSX.Element => (
  <Page title={endingTitle(status.code)} icon={<LinkOffIcon />}>
    <p role="alert">{status.reason}</p>
    <WaysOn status={status} otherWay={otherWay} />
  </Page>
)

/** What a tap can still do. */
export function WaysOn({ status, otherWay }: EndedPageProps): JSX.Element | null {
  const other = otherWay()
  if (!other && !helpsToReload(status.code)) return null
  return (
    <div class="actions">
      {other && (
        <button type="button" class="button" onClick={other}>
          {status.code === 'unknown_room' ? 'Go to the session that runs' : 'Come in as before'}
        </button>
      )}
      {helpsToReload(status.code) && (
        <button type="button" class="button" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </div>
  )
}
