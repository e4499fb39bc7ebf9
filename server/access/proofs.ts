// The host's side of the handshake's cryptography: what is proved, compared and derived.

import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { deviceSecretInfo, secretBytes, ticketIdBytes, ticketIdText } from '../../shared/handshake.ts'
import type { DeviceId, LinkId, TicketId } from '../../shared/ids.ts'

export const proofOf = (secret: Uint8Array, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64url')

/** Compared in constant time. */
export function proves(given: string, secret: Uint8Array, text: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest()
  const bytes = Buffer.from(given, 'base64url')
  return bytes.length === expected.length && timingSafeEqual(bytes, expected)
}

export const ticketIdOf = (secret: Uint8Array): TicketId =>
  createHmac('sha256', secret)
    .update(ticketIdText)
    .digest()
    .subarray(0, ticketIdBytes)
    .toString('base64url') as TicketId

/** The lasting secret that both sides derive and nobody sends. */
export const deviceSecretOf = (secret: Uint8Array, deviceSeed: string, hostSeed: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', deviceSecretInfo(deviceSeed, hostSeed), secretBytes))

/** One ticket or link and one device's seed always come to the same device, so a repeated ask finds its grant. */
export const deviceIdOf = (by: TicketId | LinkId, seed: string): DeviceId =>
  createHash('sha256')
    .update(JSON.stringify(['carryon/1 device', by, seed]))
    .digest('base64url')
    .slice(0, 22) as DeviceId
