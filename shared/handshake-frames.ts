// What is said before a device is let in. Rules: SPEC.md; the texts that are proved: handshake.ts.

import type * as v from 'valibot'
import type { helloSchema, proofBodySchema, proofSchema, whoSchema } from './frame-schemas.ts'

/** Who asks. `seed` is made by the device once and kept, so that a lost answer can be asked for again. */
export type Who = v.InferOutput<typeof whoSchema>

export type Hello = v.InferOutput<typeof helloSchema>

/** `body` is the JSON text of `ChallengeBody`, a text because the proofs cover its very bytes. */
export interface Challenge {
  readonly t: 'challenge'
  readonly body: string
  readonly proof: string
}
export interface ChallengeBody {
  readonly v: number
  readonly nonce: string
  /** The host's half of a new device's secret; absent where the device already has one. */
  readonly seed?: string
  /** X25519 public key of this one try, as in `hello`. */
  readonly share?: string
}

/** `body` is the JSON text of `ProofBody`. */
export type Proof = v.InferOutput<typeof proofSchema>
export type ProofBody = v.InferOutput<typeof proofBodySchema>
