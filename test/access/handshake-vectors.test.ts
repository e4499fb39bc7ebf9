// The handshake with fixed secrets, seeds and nonces: both sides come to the very texts and proofs that the SPEC prints.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Handshake } from '../../client/handshake.ts'
import { deviceSecretOf, proofOf, proves, ticketIdOf } from '../../server/access/proofs.ts'
import { deviceProofText, hostProofText } from '../../shared/handshake.ts'
import type { DeviceId } from '../../shared/ids.ts'

const bytes = (first: number, count: number): Uint8Array => Uint8Array.from({ length: count }, (_, at) => first + at)
const text = (of: Uint8Array): string => Buffer.from(of).toString('base64url')

/** The lines of the SPEC's block of vectors for the handshake: a name, then what it is. */
const printed = ((): ReadonlyMap<string, string> => {
  const spec = readFileSync(new URL('../../shared/SPEC.md', import.meta.url), 'utf8')
  const [, block = ''] = /Vectors of the handshake[^`]*```\n([\s\S]*?)```/.exec(spec) ?? []
  return new Map(
    block
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, 22).trim(), line.slice(22).trim()] as const),
  )
})()

const secret = bytes(0x00, 16)
const seed = text(bytes(0x10, 16))
const hostSeed = text(bytes(0x20, 32))

function device() {
  return new Handshake({
    credential: { kind: 'ticket', secret: text(secret), seed },
    room: undefined,
    name: 'Phone',
    from: undefined,
    random: (length) => bytes(0x30, length),
  })
}

test('HS2 HS3 HS5 fixed secrets give fixed texts and proofs, the same on both sides, and those that the SPEC prints', () => {
  const shaking = device()
  const hello = shaking.hello ?? ''
  const body = JSON.stringify({ v: 1, nonce: text(bytes(0x50, 16)), seed: hostSeed })
  const hostProof = proofOf(secret, hostProofText(hello, body))
  const answer = shaking.answer({ t: 'challenge', body, proof: hostProof })
  if (!('proof' in answer)) throw new Error(answer.reason)
  const proof = JSON.parse(answer.proof) as { body: string; proof: string }
  const lasting = shaking.credentialOf('d' as DeviceId)
  const made = {
    "ticket's secret": text(secret),
    "ticket's id": ticketIdOf(secret),
    "device's seed": seed,
    "host's seed": hostSeed,
    hello,
    "challenge's body": body,
    "host's proof": hostProof,
    "proof's body": proof.body,
    "device's proof": proof.proof,
    "device's secret": text(deviceSecretOf(Buffer.from(secret), seed, hostSeed)),
  }
  expect(Object.fromEntries(printed)).toEqual(made)
  expect(lasting).toEqual({ kind: 'device', device: 'd', secret: made["device's secret"] })
  expect(JSON.parse(hello).who).toEqual({ kind: 'ticket', ticket: made["ticket's id"], seed })
})

test('HS4 to a host of another version nothing is proved; the page is to be reloaded', () => {
  const shaking = device()
  const body = JSON.stringify({ v: 2, nonce: text(bytes(0x50, 16)), seed: hostSeed })
  const proof = proofOf(secret, hostProofText(shaking.hello ?? '', body))
  const refusal = { code: 'version', reason: expect.stringContaining('Reload the page') }
  expect(shaking.answer({ t: 'challenge', body, proof })).toEqual(refusal)
})

test('HS3 what the SPEC prints proves itself in its own place only: reflected, repeated or changed it is nothing', () => {
  const of = (name: string): string => printed.get(name) ?? ''
  const hello = of('hello')
  const body = of("challenge's body")
  const proofBody = of("proof's body")
  expect(proves(of("device's proof"), secret, deviceProofText(hello, body, proofBody))).toBe(true)
  expect(proves(of("host's proof"), secret, deviceProofText(hello, body, proofBody))).toBe(false)
  expect(proves(of("device's proof"), secret, hostProofText(hello, body))).toBe(false)
  const otherNonce = body.replace(/"nonce":"[^"]*"/, `"nonce":"${text(bytes(0x51, 16))}"`)
  expect(proves(of("device's proof"), secret, deviceProofText(hello, otherNonce, proofBody))).toBe(false)
  expect(proves(of("device's proof"), secret, deviceProofText(hello, body, '{"name":"Fone"}'))).toBe(false)
  expect(device().answer({ t: 'challenge', body: otherNonce, proof: of("host's proof") })).toMatchObject({
    code: 'host_unproved',
  })
})
