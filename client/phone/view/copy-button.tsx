// A button that copies a text, and says for a moment whether that worked.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { copyText } from '../page/copy-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/copy.css?inline'
import { drawn } from './icons.tsx'

lateStyles(styles)

const CopyIcon = drawn(<path d="M9 9h11v11H9zM5 15H4V4h11v1" />)
const CopiedIcon = drawn(<path d="M5 12.500l4.500 4.500L19 7.500" />)

/** For so long it says so, in milliseconds. */
const says = 2_000

interface CopyButtonProps {
  /** What is copied, in a word or two. */
  readonly what: string
  readonly text: () => string
  /** With its words on it, for a place of its own; else it is a picture in a corner. */
  readonly worded?: boolean
}

export function CopyButton({ what, text, worded = false }: CopyButtonProps): JSX.Element {
  const copied = useSignal<boolean | undefined>(undefined)
  const told = copied.value
  useEffect(() => {
    if (told === undefined) return
    const timer = setTimeout(() => {
      copied.value = undefined
    }, says)
    return () => clearTimeout(timer)
  }, [told])
  const words = told === undefined ? `Copy ${what}` : told ? 'Copied' : 'Mark it to copy it'
  return (
    <button
      type="button"
      class={worded ? 'button' : 'round copy'}
      aria-label={words}
      onClick={async ({ currentTarget }) => {
        copied.value = await copyText(text(), currentTarget)
      }}
    >
      {worded ? words : told ? <CopiedIcon /> : <CopyIcon />}
    </button>
  )
}
