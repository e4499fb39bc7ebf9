// A text that mostly grows at its end: what comes is appended, so that a long output is not laid out anew each time.

import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export function GrowingText({ text }: { readonly text: string }): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const held = useRef('')
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const before = held.current
    held.current = text
    if (before !== '' && text.startsWith(before)) element.append(text.slice(before.length))
    else element.textContent = text
  }, [text])
  return <div ref={root} class="text" />
}
