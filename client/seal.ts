// A device's side of the sealed channel, of noble's parts: a page over plain HTTP has no cryptography of its own.

import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { montgomery } from '@noble/curves/abstract/montgomery.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { channelInfo, channelKeyBytes, sealNonceBytes, sealTagBytes, shareBytes } from '../shared/handshake.ts'
import type { Seal } from '../shared/sealed-pipe.ts'
import { fromBase64url, toBase64url } from './base64url.ts'

// Curve25519 by noble's own ladder. Its ready-made x25519 brings the Edwards curve along, four times the size.
const prime = 2n ** 255n - 19n

const x25519 = montgomery({
  P: prime,
  type: 'x25519',
  adjustScalarBytes(bytes: Uint8Array) {
    bytes[0] = (bytes[0] ?? 0) & 248
    bytes[31] = ((bytes[31] ?? 0) & 127) | 64
    return bytes
  },
  powPminus2: (x) => power(x, prime - 2n),
})

/** The exponent is public. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base % prime
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

/** One try's key pair. */
export class KeyShare {
  /** Base64url. */
  readonly share: string
  readonly #private: Uint8Array

  constructor(random: (length: number) => Uint8Array) {
    this.#private = random(shareBytes)
    this.share = toBase64url(x25519.getPublicKey(this.#private))
  }

  /** The device's end of the channel; undefined where the other share is none. `texts` were said before, to the letter. */
  channel(
    others: string,
    secret: Uint8Array,
    texts: { readonly hello: string; readonly body: string; readonly proofBody: string },
  ): Seal | undefined {
    const agreed = this.#agreed(others)
    if (!agreed) return undefined
    const info = channelInfo(texts.hello, texts.body, texts.proofBody)
    const keys = hkdf(sha256, agreed, secret, utf8ToBytes(info), 2 * channelKeyBytes)
    return sealOf({ own: keys.subarray(0, channelKeyBytes), others: keys.subarray(channelKeyBytes) })
  }

  #agreed(others: string): Uint8Array | undefined {
    const share = fromBase64url(others)
    if (share?.length !== shareBytes) return undefined
    try {
      return x25519.getSharedSecret(this.#private, share)
    } catch {
      // It will have none of the points that every key agrees with.
      return undefined
    }
  }
}

function sealOf(keys: { readonly own: Uint8Array; readonly others: Uint8Array }): Seal {
  let sent = 0
  let received = 0
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return {
    seal: (frame) => chacha20poly1305(keys.own, nonceOf(sent++)).encrypt(utf8ToBytes(frame)),
    open(message) {
      if (message.length < sealTagBytes) return undefined
      try {
        return decoder.decode(chacha20poly1305(keys.others, nonceOf(received++)).decrypt(message))
      } catch {
        return undefined
      }
    },
  }
}

function nonceOf(count: number): Uint8Array {
  const nonce = new Uint8Array(sealNonceBytes)
  const view = new DataView(nonce.buffer)
  view.setUint32(sealNonceBytes - 8, count >>> 0, true)
  view.setUint32(sealNonceBytes - 4, Math.floor(count / 2 ** 32), true)
  return nonce
}
