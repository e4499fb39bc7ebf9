// Sharing from an owner's phone: a link for other devices, as a code to be scanned and as a text to be sent.

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

const hour = 60 * 60_000
/** Where nothing is chosen: for one device, for a day. */
const devices = [1, 3, 10, 100] as const
const spans = [
  [hour, 'an hour'],
  [24 * hour, 'a day'],
  [7 * 24 * hour, 'a week'],
  [30 * 24 * hour, 'a month'],
] as const

export function ShareLink(): JSX.Element {
  const session = useSession()
  const shared = useSignal<Shared | undefined>(undefined)
  const problem = useSignal<string | undefined>(undefined)
  const asking = useSignal(false)
  const uses = useSignal<number>(1)
  const lasts = useSignal<number>(24 * hour)

  const share = async (role: (typeof roles)[number]): Promise<void> => {
    asking.value = true
    problem.value = undefined
    try {
      shared.value = await session.share({ role, uses: uses.peek(), lasts: lasts.peek() })
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
          <legend class="muted">A link, good for</legend>
          <div class="share-good">
            <select
              class="box"
              aria-label="For how many devices"
              value={uses.value}
              onChange={(event) => {
                uses.value = Number(event.currentTarget.value)
              }}
            >
              {devices.map((count) => (
                <option key={count} value={count}>
                  {forDevices(count)}
                </option>
              ))}
            </select>
            <select
              class="box"
              aria-label="For how long"
              value={lasts.value}
              onChange={(event) => {
                lasts.value = Number(event.currentTarget.value)
              }}
            >
              {spans.map(([span, words]) => (
                <option key={span} value={span}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <p class="muted">that may…</p>
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

const forDevices = (count: number): string => (count === 1 ? 'one device' : `${count} devices`)

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
      <p class="muted">
        For {forDevices(shared.uses)}, until {until}.
      </p>
    </>
  )
}
