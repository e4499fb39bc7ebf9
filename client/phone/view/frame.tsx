// Preformatted text in a frame of its own that scrolls.

import type { JSX } from 'preact'

interface FrameProps {
  readonly class: string
  readonly label: string
  readonly text: string
}

export const Frame = ({ class: name, label, text }: FrameProps): JSX.Element => (
  <pre class={name} role="group" aria-label={label} tabIndex={0}>
    {text}
  </pre>
)
