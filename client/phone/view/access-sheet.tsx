// Who may come, on an owner's device: every device and every link, with what can be decided about them.

import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { KnownLink } from '../../../shared/access.ts'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import { type AccessDesk, accessDesk } from '../session/access-desk.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/access-sheet.css?inline'
import { DeviceItem } from './device-item.tsx'
import { showOverRoom } from './over-room.tsx'
import { QrCode } from './qr-code.tsx'
import { Sheet } from './sheet.tsx'
import { clockTime } from './times.ts'

lateStyles(styles)

export function openAccessSheet(session: Session): void {
  showOverRoom(session, (close) => <AccessSheet session={session} onClose={close} />)
}

function AccessSheet({ session, onClose }: { readonly session: Session; readonly onClose: () => void }): JSX.Element {
  const desk = useMemo(() => accessDesk(session.connection), [])
  useEffect(desk.look, [])
  const self = session.self.value
  const devices = desk.devices.value
  const links = desk.links.value
  // Somebody may have taken the right away while the sheet is open.
  if (self?.role !== 'owner') {
    return (
      <Sheet label="Who may come" heading="Who may come" onClose={onClose}>
        <p>This device may not decide that any more.</p>
      </Sheet>
    )
  }
  return (
    <Sheet label="Who may come" heading="Who may come" onClose={onClose}>
      {desk.problem.value && (
        <p class="error" role="alert">
          {desk.problem.value}
        </p>
      )}
      {!devices && !desk.problem.value && <p class="muted">Looking…</p>}
      {devices && (
        <section aria-label="Devices">
          <h3>Devices</h3>
          {devices.length === 0 && <p class="muted">No device has access but the terminal.</p>}
          <ul class="access-list">
            {devices.map((device) => (
              <DeviceItem key={device.device} known={device} desk={desk} own={device.device === self.device} />
            ))}
          </ul>
        </section>
      )}
      {links && (
        <section aria-label="Links">
          <h3>Links</h3>
          {links.length === 0 && <p class="muted">No link is out.</p>}
          <ul class="access-list">
            {links.map((link) => (
              <LinkItem key={link.link} link={link} here={link.room === self.room} desk={desk} />
            ))}
          </ul>
        </section>
      )}
      {devices && <OwnCode desk={desk} />}
    </Sheet>
  )
}

interface LinkItemProps {
  readonly link: KnownLink
  readonly here: boolean
  readonly desk: AccessDesk
}

function LinkItem({ link: { link, role, uses, used, expires }, here, desk }: LinkItemProps): JSX.Element {
  const by = used.length === 0 ? 'nobody yet' : used.map(({ name }) => plainLine(name)).join(', ')
  return (
    <li>
      <strong>
        {role}, {here ? 'this session' : 'another session'}
      </strong>
      <span class="muted">
        {uses - used.length} of {uses} left, until {clockTime(expires)} · used by {by}
      </span>
      <button type="button" class="button small" disabled={desk.busy.value} onClick={() => desk.unlink(link)}>
        Take it back, with who came by it
      </button>
    </li>
  )
}

function OwnCode({ desk }: { readonly desk: AccessDesk }): JSX.Element {
  const shown = desk.code.value
  return (
    <section class="share" aria-label="Another device of yours">
      <h3>Another device of yours</h3>
      {shown ? (
        <>
          <QrCode code={shown.code} label="The code for another device of yours" />
          <p class="muted">For one device, until {clockTime(shown.expires)}. It may do everything.</p>
          {shown.warning && <p role="alert">{shown.warning}</p>}
        </>
      ) : (
        <button type="button" class="button" disabled={desk.busy.value} onClick={desk.showCode}>
          Show a code to scan
        </button>
      )}
    </section>
  )
}
