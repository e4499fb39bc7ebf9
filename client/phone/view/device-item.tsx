// One device of those that may come: where it was last, what it may do, what it is called, and an end to it.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { KnownDevice } from '../../../shared/access.ts'
import { roles } from '../../../shared/roles.ts'
import { plainLine } from '../../plain-text.ts'
import type { AccessDesk } from '../session/access-desk.ts'
import { factsLine } from './facts.ts'
import { clockTime } from './times.ts'

interface DeviceItemProps {
  readonly known: KnownDevice
  readonly desk: AccessDesk
  /** It is the one in this hand. */
  readonly own: boolean
}

export function DeviceItem({ known, desk, own }: DeviceItemProps): JSX.Element {
  const open = useSignal(false)
  const { name, role, scope, here, lastSeen, address, expires, link } = known
  const facts = [
    scope.kind === 'host' ? 'every session' : 'one session',
    here ? 'here now' : `last here ${clockTime(lastSeen)}`,
    address,
    expires === undefined ? 'until it leaves' : `until ${clockTime(expires)}`,
    link !== undefined && 'by a link',
  ]
  return (
    <li>
      <button
        type="button"
        class="access-name"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.peek()
        }}
      >
        <strong>{plainLine(name)}</strong>
        {own && <span class="tag">this one</span>}
        <span class="tag">{role}</span>
        <span class="muted">{factsLine(facts)}</span>
      </button>
      {open.value && <Decisions known={known} desk={desk} own={own} />}
    </li>
  )
}

function Decisions({ known: { device, name, role, scope, expires }, desk, own }: DeviceItemProps): JSX.Element {
  const sure = useSignal(false)
  const called = useSignal(name)
  // What came by a link never becomes an owner's; a terminal of the computer itself may.
  const offered = scope.kind === 'room' && expires !== undefined ? roles.filter((each) => each !== 'owner') : roles
  return (
    <fieldset class="access-decisions" disabled={desk.busy.value} aria-label={plainLine(name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (called.peek().trim() !== '') desk.rename(device, called.peek().trim())
        }}
      >
        <label>
          Name
          <input
            class="box"
            maxLength={80}
            value={called.value}
            onInput={(event) => (called.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button small">
          Save
        </button>
      </form>
      <label>
        It may
        <select
          class="box"
          value={role}
          onChange={(event) => {
            const wanted = roles.find((each) => each === event.currentTarget.value)
            if (wanted) desk.setRole(device, wanted)
          }}
        >
          {offered.map((each) => (
            <option key={each} value={each}>
              {may[each]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button small danger"
        onClick={() => {
          if (sure.peek()) desk.revoke(device)
          sure.value = true
        }}
      >
        {sure.value ? (own ? 'Really? This is the device you hold' : 'Really take it back?') : 'Take its access back'}
      </button>
    </fieldset>
  )
}

const may = {
  view: 'watch',
  approve: 'watch, answer and stop',
  drive: 'do everything but let others in',
  owner: 'do everything',
} as const
