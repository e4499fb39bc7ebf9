// A QR code as the host computed it: dark on light on every theme, with the quiet margin that readers need.

import type { JSX } from 'preact'
import type { DrawnCode } from '../../../shared/access.ts'

interface QrCodeProps {
  readonly code: DrawnCode
  readonly label: string
}

export function QrCode({ code: { size, path }, label }: QrCodeProps): JSX.Element {
  const margin = 4
  const side = size + 2 * margin
  return (
    <svg class="code" viewBox={`${-margin} ${-margin} ${side} ${side}`} role="img" aria-label={label}>
      <path d={path} shape-rendering="crispEdges" />
    </svg>
  )
}
