// A sheet that comes up over the page, with a heading and a way to close it.

import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/sheet.css?inline'
import { CloseIcon } from './icons.tsx'

lateStyles(styles)

interface SheetProps {
  /** What it is, for who cannot see it. */
  readonly label: string
  readonly heading: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

export function Sheet({ label, heading, onClose, children }: SheetProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: on the keyboard, Escape closes a dialog
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2>{heading}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
