// A heading for every way in which a connection ends for good; the host's own sentence says what to do.

import type { ConnectionStatus } from '../../connection.ts'

export { PasteAddress } from './paste-address.tsx'

export type Ended = Extract<ConnectionStatus, { is: 'ended' }>

export function endingTitle(code: Ended['code']): string {
  switch (code) {
    case 'unknown_ticket':
      return 'This code is not known'
    case 'ticket_expired':
      return 'This code has expired'
    case 'ticket_used':
      return 'This code was used already'
    case 'link_malformed':
      return 'This link is not whole'
    case 'link_foreign':
      return 'This link is from another computer'
    case 'link_expired':
      return 'This link has expired'
    case 'link_used':
      return 'This link was used already'
    case 'link_revoked':
      return 'This link was taken back'
    case 'unknown_device':
      return 'This device is not known'
    case 'grant_expired':
      return 'This device was let in for a time that is over'
    case 'revoked':
    case 'turned_away':
      return 'This device was shut out'
    case 'not_confirmed':
      return 'This device was not let in'
    case 'proof_failed':
      return 'This device could not prove itself'
    case 'host_unproved':
      return 'This may be another computer'
    case 'unknown_room':
      return 'This session is not open'
    case 'version':
      return 'carryon was updated'
    case 'bad_frame':
      return 'The connection broke'
    case 'storage_failed':
      return 'The computer cannot save'
    case 'busy':
    case 'handshake_late':
    case 'closing':
    case 'closed':
      return 'Not connected'
  }
}

/** Loading the page anew may help: it brings the page that belongs to the host. */
export function helpsToReload(code: Ended['code']): boolean {
  return ['version', 'bad_frame', 'storage_failed', 'closed', 'busy', 'handshake_late', 'closing'].includes(code)
}
