// What an owner does with devices: sees who may come, names them, changes what they may do, sends them away.

import type { KnownDevice } from '../../shared/access.ts'
import type { Person } from '../../shared/entries.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import { CallRefused } from '../room/call-refused.ts'
import type { Handlers } from '../room/calls.ts'
import { personOf } from '../room/seat.ts'
import type { AccessRecord } from '../store/journal.ts'
import type { Door } from './door.ts'
import type { Grants } from './grants.ts'
import type { LocalJoin, LocalJoins } from './local-joins.ts'
import { readable } from './readable.ts'

export interface DeviceCallsParts {
  readonly grants: Grants
  readonly local: LocalJoins
  readonly door: Door
}

/** `note` writes down what is decided, before it holds. */
export function deviceCalls(
  { grants, local, door }: DeviceCallsParts,
  note: (record: AccessRecord) => void,
): Pick<Handlers, 'devices' | 'device' | 'revoke'> {
  const found = (device: DeviceId): Person & { readonly scope: Scope; readonly granted: boolean } => {
    const here = local.find(device)
    if (here) return { ...here, granted: false }
    const grant = grants.find(device)
    if (grant && grant.revoked === undefined) return { device, name: grant.name, scope: grant.scope, granted: true }
    throw unknown()
  }
  return {
    devices: () => ({
      devices: [
        ...local.list().map(knownLocal),
        ...grants.current().map((grant) => known(grant, door.isHere(grant.device))),
      ],
    }),
    device({ device, name, role }, guest) {
      const { granted, scope, ...of } = found(device)
      if (granted && role !== undefined) checkRole(scope, role)
      const change = {
        ...(name === undefined ? {} : { name: readable(name) }),
        ...(role === undefined ? {} : { role }),
      }
      note({ t: 'changed', of, ...change, by: personOf(guest) })
      if (!(granted ? grants.change(device, change) : local.change(device, change))) throw unknown()
      return {}
    },
    revoke({ device }, guest) {
      const { granted, scope: _, ...of } = found(device)
      note({ t: 'revoked', of, by: personOf(guest) })
      if (!(granted ? grants.revoke(device) : local.sendAway(device))) throw unknown()
      return {}
    },
  }
}

/** What reaches one room never becomes an owner's: it came by a link that was passed on. */
function checkRole(scope: Scope, role: Role): void {
  if (role === 'owner' && scope.kind === 'room') {
    throw new CallRefused('bad_request', 'A device that came by a link cannot become an owner. Let it scan a code.')
  }
}

const known = (grant: ReturnType<Grants['current']>[number], here: boolean): KnownDevice => {
  const { device, name, role, scope, lastSeen, expires, address, link } = grant
  return { device, name, role, scope, lastSeen, expires, address, link, here }
}

const knownLocal = ({ device, name, role, scope, since }: LocalJoin): KnownDevice => {
  return { device, name, role, scope, lastSeen: since, here: true }
}

const unknown = () =>
  new CallRefused('not_found', 'That device has no access here any more. Look at the list of devices again.')
