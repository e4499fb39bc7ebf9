// What a device is told when it is not let in: what is wrong and what to do, in words for the phone's screen.

import type { ByeCode } from '../../shared/codes.ts'
import type { DeviceId } from '../../shared/ids.ts'

const freshCode = 'Ask for a fresh code: type /session in the terminal.'
const freshLink = 'Ask for a fresh link: type /share in the terminal.'

export const refusalReasons: { readonly [Code in ByeCode]: string } = {
  version: 'This page and the computer run different versions of carryon. Reload the page.',
  bad_frame: 'This device sent something that carryon does not understand. Reload the page.',
  handshake_late: 'The connection took too long to set up. It is tried again.',
  busy: 'Too many devices are connecting right now. It is tried again.',
  unknown_ticket: `This code is not known here, perhaps because carryon was started again. ${freshCode}`,
  ticket_expired: `This code is too old or has been replaced. ${freshCode}`,
  ticket_used: `This code has already let another device in. ${freshCode}`,
  link_malformed: `This link is damaged or incomplete. Copy all of it again. ${freshLink}`,
  link_foreign: `This link is for a session on another computer. ${freshLink}`,
  link_expired: `This link has expired. ${freshLink}`,
  link_used: `This link has been used up by other devices. ${freshLink}`,
  link_revoked: `This link has been taken back. ${freshLink}`,
  unknown_device: `This computer does not know this device. ${freshCode}`,
  grant_expired: `This device was let in for a time that is over. ${freshCode}`,
  proof_failed: `This device could not show that it was let in. ${freshCode}`,
  unknown_room: 'This session is not open on that computer. Start it there with: carryon --continue --remote',
  turned_away: 'A terminal of this computer was sent away from this session. Wait a minute before you join it again.',
  not_confirmed: `Nobody at the computer confirmed this device’s number, or not in time. ${freshCode}`,
  revoked: `This device’s access was taken back. ${freshCode}`,
  storage_failed:
    'The computer could not save that this device was let in. Make space on its disk, then reload the page.',
  closing: 'carryon was ended on the computer. This page comes back when it is started again.',
}

/** Thrown inside the handshake; told to the device as `bye`. */
export class Refused extends Error {
  readonly code: ByeCode
  /** The device that has used what was brought. */
  readonly usedBy: DeviceId | undefined
  constructor(code: ByeCode, usedBy?: DeviceId) {
    super(refusalReasons[code])
    this.name = 'Refused'
    this.code = code
    this.usedBy = usedBy
  }
}
