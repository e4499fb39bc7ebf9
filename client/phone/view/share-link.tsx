// Sharing from an owner's phone: a link for one other device, as a code to be scanned and as a text to be sent.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Results } from '../../../shared/protocol.ts'
import { CallFailed } from '../../connection.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/share.css?inline'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'
import { useSession } from './room-context.ts'

lateStyles(styles)

type Shared = Results['share']

const allows = { view: 'watch', approve: 'watch and answer', drive: 'do everything but let others in' } as const
const roles = ['drive', 'approve', 'view'] as const

export function ShareLink(): JSX.Element {
  const session = useSession()
  const shared = useSignal<Shared | undefined>(undefined)
  const problem = useSignal<string | undefined>(undefined)
  const asking = useSignal(false)

  const share = async (role: (typeof roles)[number]): Promise<void> => {
    asking.value = true
    problem.value = undefined
    try {
      shared.value = await session.share(role)
    } catch (error) {
      problem.value = error instanceof CallFailed ? error.message : 'That did not work. Try again.'
    }
    asking.value = false
  }

  return (
    <section class="share" aria-label="Share">
      <h3>Let somebody in</h3>
      {shared.value ? (
        <Link shared={shared.value} />
      ) : (
        <fieldset disabled={asking.value}>
          <legend class="muted">A link for one device, for a day, that may…</legend>
          {roles.map((role) => (
            <button key={role} type="button" class="button" onClick={() => void share(role)}>
              {allows[role]}
            </button>
          ))}
        </fieldset>
      )}
      {problem.value && <p role="alert">{problem.value}</p>}
    </section>
  )
}

function Link({ shared }: { readonly shared: Shared }): JSX.Element {
  const until = new Date(shared.expires).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      <QrCode code={shared.code} label="The link as a QR code" />
      <p class="share-address">{shared.url}</p>
      <p class="share-ways">
        <CopyButton what="the link" text={() => shared.url} worded />
        {/* Over plain HTTP browsers have none. */}
        {'share' in navigator && (
          <button
            type="button"
            class="button"
            onClick={() => void navigator.share({ url: shared.url }).catch(() => {})}
          >
            Send it
          </button>
        )}
      </p>
      <p class="muted">For one device, until {until}.</p>
    </>
  )
}
