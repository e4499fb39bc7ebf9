// The few pictures on buttons, drawn in the text's colour; the words beside or on the button say what they mean.

import type { JSX } from 'preact'

/** Also for parts that come later with icons of their own. */
export const drawn = (path: JSX.Element) => (): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    {path}
  </svg>
)

export const SendIcon = drawn(<path d="M12 19V6M6 11.5 12 5.5l6 6" />)
export const StopIcon = drawn(<rect x="7" y="7" width="10" height="10" rx="2" class="solid" />)
export const DevicesIcon = drawn(<path d="M4 14.5v-8h13M2 18.5h9M15 10.5h6v9h-6z" />)
export const SessionsIcon = drawn(<path d="M4 6h16M4 12h16M4 18h9" />)
export const DownIcon = drawn(<path d="M12 5v13M6 12.5l6 6 6-6" />)
export const CloseIcon = drawn(<path d="M6 6l12 12M18 6 6 18" />)
export const LinkOffIcon = drawn(<path d="M9 8H7a4 4 0 0 0 0 8h2M15 8h2a4 4 0 0 1 0 8h-2M9 12h6M4 4l16 16" />)
export const ScanIcon = drawn(<path d="M4 9V5h4M16 5h4v4M20 15v4h-4M8 19H4v-4M8 9h3v3H8zM14 13h2v2M14 9h2M8 15h2" />)
