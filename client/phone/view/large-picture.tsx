// One picture over everything: as large as the screen, or as large as it is.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Session } from '../session/session.ts'
import { CloseIcon } from './icons.tsx'
import { showOverRoom } from './over-room.tsx'

export const showPicture = (session: Session, source: string, alt: string): void =>
  showOverRoom(session, (close) => <LargePicture source={source} alt={alt} onClose={close} />)

interface LargePictureProps {
  readonly source: string
  readonly alt: string
  readonly onClose: () => void
}

function LargePicture({ source, alt, onClose }: LargePictureProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const whole = useSignal(false)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="large-picture" aria-label={alt} onClose={onClose}>
      <div class="large-bar">
        <button
          type="button"
          class="quiet"
          aria-pressed={whole.value}
          onClick={() => {
            whole.value = !whole.value
          }}
        >
          Full size
        </button>
        <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </button>
      </div>
      {/* What scrolls, the keyboard must reach. */}
      <div class="large-frame" role="group" aria-label="Picture" tabIndex={0} data-whole={whole.value}>
        <img src={source} alt={alt} />
      </div>
    </dialog>
  )
}
