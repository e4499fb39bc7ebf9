// Why a call is refused, and why a connection ends: codes that programs know, with a sentence for people beside each.

export type CallErrorCode =
  | 'bad_request'
  | 'unknown_call'
  | 'not_allowed'
  | 'other_room'
  | 'already_resolved'
  | 'not_found'
  | 'too_large'
  | 'too_many'
  | 'queue_full'
  | 'storage_failed'
  | 'unavailable'

export interface CallError {
  readonly code: CallErrorCode
  /** One sentence for people, with what to do next. */
  readonly message: string
}

/** Why a host ends a connection; the device shows `reason` and knows by the code whether to come again. */
export const byeCodes = [
  'version',
  'bad_frame',
  'handshake_late',
  'busy',
  'unknown_ticket',
  'ticket_expired',
  'ticket_used',
  'link_malformed',
  'link_foreign',
  'link_expired',
  'link_used',
  'link_revoked',
  'unknown_device',
  'grant_expired',
  'proof_failed',
  'unknown_room',
  'revoked',
  'turned_away',
  'not_confirmed',
  'storage_failed',
  'closing',
] as const
export type ByeCode = (typeof byeCodes)[number]

/** A device comes again by itself after these; after any other it says why and waits for a person. */
export const passingByes: readonly ByeCode[] = ['busy', 'handshake_late', 'closing']

/** WebSocket close codes; 4000 to 4999 are an application's own. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  tooBig: 1009,
  refused: 4403,
  bad: 4400,
} as const
