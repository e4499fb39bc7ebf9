// Preformatted text in a frame of its own that scrolls.

import type { ComponentChildren, JSX } from 'preact'

interface FrameProps {
  readonly class?: string
  readonly label: string
  readonly children: ComponentChildren
}

export const Frame = ({ class: name, label, children }: FrameProps): JSX.Element => (
  <pre class={name} role="group" aria-label={label} tabIndex={0}>
    {children}
  </pre>
)
