// Shut before it opened: why this code, link or device is not let in, and what to do.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Ended } from './ending.ts'
import { LinkOffIcon } from './icons.tsx'
import { ending } from './later.ts'
import { Page } from './page.tsx'

export interface EndedProps {
  readonly status: Ended
  readonly otherWay: () => (() => void) | undefined
}

export const EndedPage = (props: EndedProps): JSX.Element => (
  <Page title={useTitle(props)} icon={<LinkOffIcon />}>
    <p role="alert">{props.status.reason}</p>
    <WaysOn {...props} />
  </Page>
)

/** The host's sentence stands beside it, so that one word is enough where no other can be had any more. */
export function useTitle({ status }: EndedProps): string {
  useEffect(() => void ending.load(), [])
  return ending.part.value?.endingTitle(status.code) ?? 'Not connected'
}

/** What a tap can still do. */
export function WaysOn({ status, otherWay }: EndedProps): JSX.Element | null {
  const other = otherWay()
  const reloads = ending.part.value?.helpsToReload(status.code)
  const Paste = ending.part.value?.PasteAddress
  if (!other && !reloads) return Paste ? <Paste /> : null
  return (
    <div class="actions">
      {other && (
        <button type="button" class="button" onClick={other}>
          {status.code === 'unknown_room' ? 'Go to the session that runs' : 'Come in as before'}
        </button>
      )}
      {reloads && (
        <button type="button" class="button" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </div>
  )
}
