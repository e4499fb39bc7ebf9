// Who may do what: the one place where the table of calls is held against a device's role and scope.

import type { CallError } from '../../shared/codes.ts'
import type { RoomId } from '../../shared/ids.ts'
import { calls, type Method } from '../../shared/protocol.ts'
import { mayAct, reaches } from '../../shared/roles.ts'
import type { Admission } from './admission.ts'

/** Why this device may not make this call in this room; undefined where it may. */
export function refusal(
  admission: Pick<Admission, 'role' | 'scope'>,
  method: Method,
  room: RoomId,
): CallError | undefined {
  const rule = calls[method]
  if (!reaches(admission.scope, room)) {
    return {
      code: 'not_allowed',
      message: 'This device was let into another session. Ask its owner for a link to this one.',
    }
  }
  if (rule.scope === 'host' && admission.scope.kind !== 'host') {
    return { code: 'not_allowed', message: 'Only a device of this computer’s owner can do that.' }
  }
  if (!mayAct(admission.role, rule.role)) {
    return { code: 'not_allowed', message: `${mayOnly[admission.role]} Ask an owner to let it do more.` }
  }
  return undefined
}

const mayOnly = {
  view: 'This device may only watch.',
  approve: 'This device may only watch, answer questions and stop the agent.',
  drive: 'This device may not let others in.',
  owner: 'This device may not do that.',
} as const
