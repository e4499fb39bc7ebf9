// What the two sides prove over and derive with: labels and exact texts. The cryptography is each side's own.

// Labels differ by side and purpose, and a JSON array keeps its parts apart, so no proof can stand in for another.
const label = (purpose: string) => `carryon/1 ${purpose}`

/** The host proves the secret over this, first. `hello` is the frame as received, `body` the challenge's. */
export const hostProofText = (hello: string, body: string): string => JSON.stringify([label('host proof'), hello, body])

/** The device proves the secret over this, once the host's proof has been checked. */
export const deviceProofText = (hello: string, body: string, proofBody: string): string =>
  JSON.stringify([label('device proof'), hello, body, proofBody])

/** HKDF's info for the lasting secret of a device that came by ticket or link; `deviceSeed` is hello's. */
export const deviceSecretInfo = (deviceSeed: string, hostSeed: string): string =>
  JSON.stringify([label('device secret'), deviceSeed, hostSeed])

/**
 * HKDF's info for the channel's keys: everything both sides said before. Its input is what X25519 made of the two shares,
 * its salt the secret that was proved, its output `channelKeyBytes` for the device's frames, then as many for the host's.
 */
export const channelInfo = (hello: string, body: string, proofBody: string): string =>
  JSON.stringify([label('channel'), hello, body, proofBody])
export const channelKeyBytes = 32
/** A frame's nonce: four bytes of zero, then its number in its direction, from 0, as 64 bits, least byte first. */
export const sealNonceBytes = 12
/** At the end of each sealed frame. */
export const sealTagBytes = 16
/** An X25519 public key. */
export const shareBytes = 32

/** HMAC of this under a ticket's secret, its first `ticketIdBytes`, names the ticket without telling the secret. */
export const ticketIdText = label('ticket id')
export const ticketIdBytes = 16

/** Bytes of a device's lasting secret, and of a proof. */
export const secretBytes = 32
/** Bytes of a nonce or a seed. */
export const nonceBytes = 16

/** A ticket in a QR code: 128 bits as base64url. */
export const ticketForm = /^[A-Za-z0-9_-]{22}$/
/** A link's token: header, payload and signature. */
export const linkForm = /^([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/
