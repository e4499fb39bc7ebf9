// Who may ask at all: requests for a foreign name or from a foreign page end here, and every answer is locked down.

import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Names } from './origins.ts'

export interface Refusal {
  readonly status: 421 | 403
  readonly reason: string
}

/** Why a request or an upgrade is refused: a page of another name could be talking to us through a rebound address. */
export function foreign(names: Names, host: string | undefined, origin: string | undefined): Refusal | undefined {
  if (host === undefined || !names.hosts.has(host.toLowerCase())) {
    return { status: 421, reason: 'This name is not one of this host’s. Open the address that carryon shows.' }
  }
  if (origin !== undefined && !names.origins.has(origin)) {
    return { status: 403, reason: 'This came from a page of another address.' }
  }
  return undefined
}

export const guard =
  (names: () => Names): MiddlewareHandler =>
  async (c, next) => {
    const refusal = foreign(names(), c.req.header('host'), c.req.header('origin'))
    if (refusal) return c.text(`${refusal.reason}\n`, refusal.status)
    // Nothing here takes a body; what comes all the same is not waited for.
    if (hasBody(c.req.header())) {
      c.header('Connection', 'close')
      return c.text('Nothing can be sent here.\n', 413)
    }
    return next()
  }

const hasBody = (headers: { readonly [name: string]: string }): boolean =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) !== 0

const none = ["'none'"]
const self = ["'self'"]

/** No inline script or style, no third party, no frame around it, no address passed on. */
export const lockedDown = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: self,
    styleSrc: self,
    imgSrc: ["'self'", 'data:'],
    connectSrc: self,
    manifestSrc: self,
    baseUri: none,
    formAction: none,
    frameAncestors: none,
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: none,
  },
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  xXssProtection: false,
  // Plain HTTP on a LAN must stay reachable; whoever serves the public URL over TLS decides there.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
})
