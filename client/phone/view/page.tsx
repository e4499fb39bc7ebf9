// A page that says one thing in the middle of the screen, and what to do about it.

import type { ComponentChildren, JSX } from 'preact'

interface PageProps {
  readonly title: string
  readonly icon?: JSX.Element
  readonly children: ComponentChildren
}

export const Page = ({ title, icon, children }: PageProps): JSX.Element => (
  <main class="page">
    <div class="page-body">
      {icon && <div class="page-icon">{icon}</div>}
      <h1>{title}</h1>
      {children}
    </div>
  </main>
)
