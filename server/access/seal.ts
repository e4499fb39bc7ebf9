// The host's side of the sealed channel: X25519, HKDF and ChaCha20-Poly1305 as Node has them.

import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { channelInfo, channelKeyBytes, sealNonceBytes, sealTagBytes } from '../../shared/handshake.ts'
import type { Seal } from '../../shared/sealed-pipe.ts'
import { Refused } from './refusals.ts'

/** What was said before the channel, to the letter. */
export interface HandshakeTexts {
  readonly hello: string
  readonly body: string
  readonly proofBody: string
}

/** One handshake's key pair. */
export class KeyShare {
  readonly #private: KeyObject
  /** Base64url. */
  readonly share: string

  constructor(privateKey: KeyObject = generateKeyPairSync('x25519').privateKey) {
    this.#private = privateKey
    this.share = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? ''
  }

  /** The host's end of the channel. Throws `Refused` where the other share is none. */
  channel(others: string, secret: Uint8Array, texts: HandshakeTexts): Seal {
    const { hello, body, proofBody } = texts
    const info = channelInfo(hello, body, proofBody)
    const keys = Buffer.from(hkdfSync('sha256', this.#agreed(others), secret, info, 2 * channelKeyBytes))
    return sealOf({ own: keys.subarray(channelKeyBytes), others: keys.subarray(0, channelKeyBytes) })
  }

  #agreed(others: string): Buffer {
    try {
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: others }, format: 'jwk' })
      return diffieHellman({ privateKey: this.#private, publicKey })
    } catch {
      // OpenSSL will have none of the points that every key agrees with.
      throw new Refused('bad_frame')
    }
  }
}

const algorithm = 'chacha20-poly1305'
const options = { authTagLength: sealTagBytes }

function sealOf(keys: { readonly own: Uint8Array; readonly others: Uint8Array }): Seal {
  const sent = new NonceCounter()
  const received = new NonceCounter()
  return {
    seal(frame) {
      const cipher = createCipheriv(algorithm, keys.own, sent.next(), options)
      const sealed = cipher.update(bytesOf(frame))
      cipher.final()
      return Buffer.concat([sealed, cipher.getAuthTag()])
    },
    open(message) {
      const end = message.length - sealTagBytes
      if (end < 0) return undefined
      const decipher = createDecipheriv(algorithm, keys.others, received.next(), options)
      decipher.setAuthTag(message.subarray(end))
      try {
        const opened = decipher.update(message.subarray(0, end))
        decipher.final()
        return opened.toString()
      } catch {
        return undefined
      }
    },
  }
}

class NonceCounter {
  #count = 0n
  readonly #nonce = Buffer.alloc(sealNonceBytes)

  next(): Buffer {
    this.#nonce.writeBigUInt64LE(this.#count++, sealNonceBytes - 8)
    return this.#nonce
  }
}

// A frame for a hundred devices is made into bytes once.
let last = { frame: '', bytes: Buffer.alloc(0) }

function bytesOf(frame: string): Buffer {
  if (last.frame !== frame) last = { frame, bytes: Buffer.from(frame) }
  return last.bytes
}
