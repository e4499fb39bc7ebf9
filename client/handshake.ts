// A device's side of the handshake: it says hello, checks the host's proof before it trusts anything, then proves itself.

import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import {
  deviceProofText,
  deviceSecretInfo,
  hostProofText,
  linkForm,
  nonceBytes,
  secretBytes,
  ticketForm,
  ticketIdBytes,
  ticketIdText,
} from '../shared/handshake.ts'
import type { Hello, Proof, ProofBody, Who } from '../shared/handshake-frames.ts'
import type { DeviceId, RoomId, TicketId } from '../shared/ids.ts'
import { parsedJson } from '../shared/json.ts'
import { type Position, protocolVersion } from '../shared/protocol.ts'
import type { Seal } from '../shared/sealed-pipe.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import type { ConnectionStatus, Credential } from './connection.ts'
import { fieldsOf, numberIn, textIn } from './fields.ts'
import { KeyShare } from './seal.ts'

/** What a device brings to one try. */
export interface Introduction {
  readonly credential: Credential
  readonly room: RoomId | undefined
  readonly name: string
  readonly from: Position | undefined
  readonly random: (length: number) => Uint8Array
}

/** What to send back for a challenge, and the channel for everything after it, where the host has a share in one. */
export interface Answer {
  readonly proof: string
  readonly seal: Seal | undefined
}

/** Why it cannot go on without a person. */
export type Refusal = Pick<Extract<ConnectionStatus, { is: 'ended' }>, 'code' | 'reason'>

type Known = { readonly who: Who; readonly secret: Uint8Array | undefined }

export class Handshake {
  /** The first frame to send; undefined where the credential in hand is not one (see `refusal`). */
  readonly hello: string | undefined
  readonly refusal: Refusal | undefined
  readonly #introduction: Introduction
  readonly #secret: Uint8Array | undefined
  readonly #keyShare: KeyShare | undefined
  #lasting: string | undefined
  #answered = false

  constructor(introduction: Introduction) {
    this.#introduction = introduction
    const known = whoIs(introduction.credential)
    if ('refusal' in known) {
      this.refusal = known.refusal
      return
    }
    this.#secret = known.secret
    this.#keyShare = known.secret && new KeyShare(introduction.random)
    const hello: Hello = {
      t: 'hello',
      v: protocolVersion,
      room: introduction.room,
      who: known.who,
      nonce: toBase64url(introduction.random(nonceBytes)),
      share: this.#keyShare?.share,
    }
    this.hello = JSON.stringify(hello)
  }

  /** True where a welcome may come now: the host has proved itself, or needs no proof. */
  get proved(): boolean {
    return isOfThisMachine(this.#introduction.credential) || this.#answered
  }

  /** The proof to send back for the host's challenge, or why this host is not to be trusted. */
  answer(challenge: unknown): Answer | Refusal {
    const fields = fieldsOf(challenge)
    const body = textIn(fields, 'body')
    const secret = this.#secret
    if (body === undefined || !secret || this.hello === undefined || this.#answered) return this.unproved()
    const given = fromBase64url(textIn(fields, 'proof') ?? '')
    if (!given || !equal(given, mac(secret, hostProofText(this.hello, body)))) return this.unproved()
    const challenged = fieldsOf(parsedJson(body))
    if (numberIn(challenged, 'v') !== protocolVersion) return versionRefusal
    const { credential, name, from } = this.#introduction
    if (credential.kind === 'ticket' || credential.kind === 'link') {
      const hostSeed = textIn(challenged, 'seed')
      if (hostSeed === undefined) return versionRefusal
      this.#lasting = toBase64url(lastingSecret(secret, credential.seed, hostSeed))
    }
    const proofBody = JSON.stringify({ name, from } satisfies ProofBody)
    const share = textIn(challenged, 'share')
    const seal = share && this.#keyShare?.channel(share, secret, { hello: this.hello, body, proofBody })
    if (share !== undefined && !seal) return this.unproved()
    this.#answered = true
    const own = mac(secret, deviceProofText(this.hello, body, proofBody))
    const frame: Proof = { t: 'proof', body: proofBody, proof: toBase64url(own) }
    return { proof: JSON.stringify(frame), seal: seal || undefined }
  }

  /** What to keep from now on, once welcomed as `device`: a ticket or link has become a device's own secret. */
  credentialOf(device: DeviceId): Credential {
    return this.#lasting === undefined
      ? this.#introduction.credential
      : { kind: 'device', device, secret: this.#lasting }
  }

  /** What to tell when a host behaves as if it had been proved. */
  unproved(): Refusal {
    const kind = this.#introduction.credential.kind
    const made =
      kind === 'ticket' ? 'made this code' : kind === 'link' ? 'made this link' : 'this device was paired with'
    return {
      code: 'host_unproved',
      reason: `This is not the computer that ${made}, so nothing was sent to it. Check that both are on the same network, then ask for a fresh code: type /session in the terminal.`,
    }
  }
}

const versionRefusal: Refusal = {
  code: 'version',
  reason: 'This page and the computer run different versions of carryon. Reload the page.',
}

/** There is no secret between it and its host. */
const isOfThisMachine = ({ kind }: Credential): boolean => kind === 'terminal' || kind === 'local'

function whoIs(credential: Credential): Known | { readonly refusal: Refusal } {
  switch (credential.kind) {
    case 'terminal':
    case 'local':
      return { who: { kind: credential.kind }, secret: undefined }
    case 'device': {
      const secret = fromBase64url(credential.secret)
      if (!secret || secret.length < nonceBytes) return { refusal: malformed('unknown_device', 'This device’s key') }
      return { who: { kind: 'device', device: credential.device }, secret }
    }
    case 'ticket': {
      const secret = ticketForm.test(credential.secret) ? fromBase64url(credential.secret) : undefined
      if (!secret) return { refusal: malformed('unknown_ticket', 'This code') }
      return { who: { kind: 'ticket', ticket: ticketIdOf(secret), seed: credential.seed }, secret }
    }
    case 'link': {
      const [, claims, signature] = linkForm.exec(credential.token) ?? []
      const secret = fromBase64url(signature ?? '')
      if (claims === undefined || !secret || secret.length !== secretBytes) {
        return { refusal: malformed('link_malformed', 'This link') }
      }
      return { who: { kind: 'link', claims, seed: credential.seed }, secret }
    }
  }
}

const malformed = (code: 'unknown_device' | 'unknown_ticket' | 'link_malformed', what: string): Refusal => ({
  code,
  reason:
    code === 'link_malformed'
      ? `${what} is incomplete. Copy all of it, or ask for a fresh one: type /share in the terminal.`
      : `${what} is incomplete. Ask for a fresh code: type /session in the terminal.`,
})

const mac = (secret: Uint8Array, text: string) => hmac(sha256, secret, utf8ToBytes(text))

const ticketIdOf = (secret: Uint8Array) => toBase64url(mac(secret, ticketIdText).subarray(0, ticketIdBytes)) as TicketId

const lastingSecret = (secret: Uint8Array, deviceSeed: string, hostSeed: string) =>
  hkdf(sha256, secret, undefined, utf8ToBytes(deviceSecretInfo(deviceSeed, hostSeed)), secretBytes)

function equal(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  return left.reduce((different, byte, place) => different | (byte ^ (right[place] ?? 0)), 0) === 0
}
