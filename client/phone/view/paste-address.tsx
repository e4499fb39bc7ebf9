// A field for the address that stands beneath the code: a page on the home screen has no camera to come in by.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { addressPasted } from '../../entry/pasted.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/paste.css?inline'

lateStyles(styles)

export function PasteAddress(): JSX.Element {
  const text = useSignal('')
  const wrong = useSignal(false)
  const go = (): void => {
    const address = addressPasted(text.peek(), location.origin)
    wrong.value = address === undefined
    if (address !== undefined) location.assign(address)
  }
  return (
    <form
      class="paste"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <label>
        Or paste the address
        <input
          class="box"
          type="text"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          placeholder="http://…"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
      </label>
      <button type="submit" class="button" disabled={text.value.trim() === ''}>
        Come in
      </button>
      {wrong.value && (
        <p class="error" role="alert">
          That is not the whole address. It stands beneath the code in the terminal, and has a # in it.
        </p>
      )}
    </form>
  )
}
