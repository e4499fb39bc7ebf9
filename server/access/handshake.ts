// The host's side of the handshake, up to the point where both have proved that they know the same secret.

import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { helloSchema, proofBodySchema, proofSchema } from '../../shared/frame-schemas.ts'
import { deviceProofText, hostProofText, nonceBytes } from '../../shared/handshake.ts'
import type { Challenge, ChallengeBody, Hello, Who } from '../../shared/handshake-frames.ts'
import { parsedJson } from '../../shared/json.ts'
import { type Position, protocolVersion } from '../../shared/protocol.ts'
import type { Seal } from '../../shared/sealed-pipe.ts'
import type { Claim, Credentials } from './credentials.ts'
import { proofOf, proves } from './proofs.ts'
import { readable } from './readable.ts'
import { Refused } from './refusals.ts'
import { KeyShare } from './seal.ts'
import type { Talk } from './talk.ts'

export interface Proved {
  readonly claim: Claim
  /** Undefined where nothing leaves this process. */
  readonly seal: Seal | undefined
  readonly name: string
  readonly from: Position | undefined
}

/** Who says hello from beyond this machine's own terminals. */
export type Stranger = Extract<Who, { kind: 'device' | 'ticket' | 'link' }>

/** `first` is `hello` as it was received. Throws `Refused`, or `Closed`. */
export async function proved(
  talk: Talk,
  first: string,
  hello: Hello & { readonly who: Stranger },
  credentials: Credentials,
): Promise<Proved> {
  const { pipe } = talk
  // What leaves this process is sealed: there is no other way to be let in from there.
  if (pipe.wire && hello.share === undefined) throw new Refused('bad_frame')
  const keyShare = pipe.wire && new KeyShare()
  const claim = credentials.claim(hello.who)
  // An empty key would prove itself to everybody.
  if (claim.secret.length < nonceBytes) throw new Refused('proof_failed')
  const challenge: ChallengeBody = {
    v: protocolVersion,
    nonce: randomBytes(nonceBytes).toString('base64url'),
    seed: claim.hostSeed,
    share: keyShare?.share,
  }
  const body = JSON.stringify(challenge)
  const ours: Challenge = { t: 'challenge', body, proof: proofOf(claim.secret, hostProofText(first, body)) }
  pipe.send(JSON.stringify(ours))

  const proof = v.safeParse(proofSchema, parsedJson(await talk.next()))
  if (!proof.success) throw new Refused('bad_frame')
  if (!proves(proof.output.proof, claim.secret, deviceProofText(first, body, proof.output.body))) {
    throw new Refused('proof_failed')
  }
  const proofBody = v.safeParse(proofBodySchema, parsedJson(proof.output.body))
  if (!proofBody.success) throw new Refused('bad_frame')
  const texts = { hello: first, body, proofBody: proof.output.body }
  const seal = hello.share !== undefined ? keyShare?.channel(hello.share, claim.secret, texts) : undefined
  return { claim, seal, name: readable(proofBody.output.name), from: proofBody.output.from }
}

/** The version is looked at first: what else a later one says may be unreadable here. Throws `Refused`. */
export function readHello(text: string): Hello {
  const value = parsedJson(text)
  const version = v.safeParse(v.object({ t: v.literal('hello'), v: v.number() }), value)
  if (!version.success) throw new Refused('bad_frame')
  if (version.output.v !== protocolVersion) throw new Refused('version')
  const hello = v.safeParse(helloSchema, value)
  if (!hello.success) throw new Refused('bad_frame')
  return hello.output
}
