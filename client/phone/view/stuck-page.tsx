// No way in: nothing is stored, or the address was not whole. Says how to get a code.

import type { JSX } from 'preact'
import { ScanIcon } from './icons.tsx'
import { Page } from './page.tsx'
import { PasteAddress } from './paste-address.tsx'

interface StuckPageProps {
  readonly why: 'nothing' | 'code' | 'link'
  readonly otherWay: (() => void) | undefined
}

const words = {
  nothing: {
    title: 'Scan a code to come in',
    text: 'This browser has not been let into a session here yet.',
  },
  code: {
    title: 'This code is not whole',
    text: 'Part of the address is missing, so there is nothing to come in with.',
  },
  link: {
    title: 'This link is not whole',
    text: 'Part of it was lost, as happens in copying. Open the link as it was sent, or ask for it again.',
  },
} as const

export const StuckPage = ({ why, otherWay }: StuckPageProps): JSX.Element => (
  <Page title={words[why].title} icon={<ScanIcon />}>
    <p>{words[why].text}</p>
    <p>
      In the terminal, type <code>/session</code> and point this device’s camera at the QR code.
    </p>
    {/* It has a storage of its own, and knows of no browser's. */}
    {matchMedia('(display-mode: standalone)').matches && (
      <p>This page stands on the home screen, and is let in apart from the browser: paste the address here.</p>
    )}
    <PasteAddress />
    {otherWay && (
      <button type="button" class="button" onClick={otherWay}>
        Come in as before
      </button>
    )}
  </Page>
)
