// What an owner does with devices: sees who may come, names them, changes what they may do, sends them away.

import type { Person } from '../../shared/entries.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { KnownDevice } from '../../shared/protocol.ts'
import type { Role } from '../../shared/roles.ts'
import { CallRefused } from '../room/call-refused.ts'
import type { Handlers } from '../room/calls.ts'
import { personOf } from '../room/seat.ts'
import type { AccessRecord } from '../store/journal.ts'
import type { Door } from './door.ts'
import type { Grants } from './grants.ts'
import { readable } from './readable.ts'

/** `note` writes down what is decided, before it holds. */
export function deviceCalls(
  grants: Grants,
  door: Door,
  note: (record: AccessRecord) => void,
): Pick<Handlers, 'devices' | 'device' | 'revoke'> {
  const found = (device: DeviceId): Person => {
    const grant = grants.find(device)
    if (grant && grant.revoked === undefined) return { device, name: grant.name }
    throw unknown()
  }
  return {
    devices: () => ({ devices: grants.current().map((grant) => known(grant, door.isHere(grant.device))) }),
    device({ device, name, role }, guest) {
      const of = found(device)
      if (role !== undefined) checkRole(grants, device, role)
      const change = {
        ...(name === undefined ? {} : { name: readable(name) }),
        ...(role === undefined ? {} : { role }),
      }
      note({ t: 'changed', of, ...change, by: personOf(guest) })
      if (!grants.change(device, change)) throw unknown()
      return {}
    },
    revoke({ device }, guest) {
      note({ t: 'revoked', of: found(device), by: personOf(guest) })
      if (!grants.revoke(device)) throw unknown()
      return {}
    },
  }
}

/** What reaches one room never becomes an owner's: it came by a link that was passed on. */
function checkRole(grants: Grants, device: DeviceId, role: Role): void {
  if (role === 'owner' && grants.find(device)?.scope.kind === 'room') {
    throw new CallRefused('bad_request', 'A device that came by a link cannot become an owner. Let it scan a code.')
  }
}

const known = (grant: ReturnType<Grants['current']>[number], here: boolean): KnownDevice => {
  const { device, name, role, scope, lastSeen, expires, address, link } = grant
  return { device, name, role, scope, lastSeen, expires, address, link, here }
}

const unknown = () =>
  new CallRefused('not_found', 'That device has no access here any more. Look at the list of devices again.')
