// shared/golden.json: what our two sides say is what is written there, and what is written there is what they understand.

import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Handshake } from '../../client/handshake.ts'
import { readServerFrame } from '../../client/server-frame.ts'
import { deviceSecretOf, proves } from '../../server/access/proofs.ts'
import { deviceFrameSchema, helloSchema, proofSchema } from '../../shared/frame-schemas.ts'
import { deviceProofText } from '../../shared/handshake.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { emptyView, fold, type RoomView } from '../../shared/room-view.ts'
import { screenOf } from '../harness/room-device.ts'
import { credentials, deviceRandom, goldenFrames, handshakeOf, secretOf } from './golden-frames.ts'

const path = new URL('../../shared/golden.json', import.meta.url)
const golden = JSON.parse(readFileSync(path, 'utf8'))

type Way = keyof typeof credentials
const ways = Object.keys(credentials) as Way[]

test('HS2 HS3 SC3 RS2 DL1 PM2 our sides say what is written', async () => {
  const said = `${JSON.stringify(await goldenFrames(), undefined, 2)}\n`
  // A change of the wire is made on purpose: write it, then read the difference.
  if (process.env.GOLDEN === 'write') writeFileSync(path, said)
  const { handshakes, sealed, conversation } = JSON.parse(readFileSync(path, 'utf8'))
  const now = JSON.parse(said)
  expect(now).toMatchObject({ handshakes, sealed })
  // Fields may be added; what is written stays true.
  const told = 'The wire changed. If that is meant, run this test with GOLDEN=write and read the difference.'
  expect(now.conversation, told).toMatchObject(conversation)
})

test.each(ways)('HS2 HS5 a device understands the written challenge, by %s', (way) => {
  const { hello, challenge, proof, lasting } = golden.handshakes[way]
  const { from } = JSON.parse(JSON.parse(proof).body)
  const device = new Handshake({
    credential: credentials[way],
    room: JSON.parse(hello).room,
    name: 'Phone',
    from,
    random: deviceRandom(),
  })
  expect(device.hello).toBe(hello)
  expect(device.answer(JSON.parse(challenge))).toMatchObject({ proof })
  const kept = device.credentialOf('golden-device' as never)
  if (lasting) expect(Buffer.from(kept.kind === 'device' ? kept.secret : '', 'base64url').toString('hex')).toBe(lasting)
})

test.each(ways)('HS3 HS5 a host understands the written hello and proof, by %s', (way) => {
  const { hello, challenge, proof, lasting, secret } = golden.handshakes[way]
  expect(v.safeParse(helloSchema, JSON.parse(hello)).success).toBe(true)
  const answer = v.parse(proofSchema, JSON.parse(proof))
  const { body } = JSON.parse(challenge)
  expect(secretOf(way).toString('hex')).toBe(secret)
  expect(proves(answer.proof, secretOf(way), deviceProofText(hello, body, answer.body))).toBe(true)
  const seeds = [JSON.parse(hello).who.seed, JSON.parse(body).seed]
  if (lasting) expect(deviceSecretOf(secretOf(way), seeds[0], seeds[1]).toString('hex')).toBe(lasting)
})

test('SC3 each side opens what is written of the other', () => {
  const { device, host } = handshakeOf('device')
  for (const { text, sealed } of golden.sealed.device) expect(host.open(Buffer.from(sealed, 'hex'))).toBe(text)
  for (const { text, sealed } of golden.sealed.host) expect(device.open(Buffer.from(sealed, 'hex'))).toBe(text)
})

test('CA1 a host understands every written frame of a device', () => {
  const frames = [golden.conversation.first, golden.conversation.resumed].flatMap(({ frames }) => frames)
  const said = frames.flatMap((frame: { device?: unknown }) => (frame.device ? [frame.device] : []))
  expect(said.length).toBeGreaterThan(3)
  for (const frame of said) expect(v.safeParse(deviceFrameSchema, frame).success).toBe(true)
})

test('RS3 EN2 DL6 a device that folds what is written shows what is written', () => {
  const { first, resumed } = golden.conversation
  const folded = (view: RoomView, frames: readonly { host?: object }[]): RoomView =>
    frames.reduce((now, { host }) => {
      const frame = host && readServerFrame(JSON.stringify(host))
      if (frame === undefined && host) throw new Error(`no frame: ${JSON.stringify(host)}`)
      return frame === undefined || frame === 'unknown' ? now : fold(now, frame, defaultLimits)
    }, view)
  const seen = folded(emptyView, first.frames)
  expect(screenOf(seen)).toEqual(first.shows)
  expect(seen.position).toEqual(resumed.from)
  expect(screenOf(folded(seen, resumed.frames))).toEqual(resumed.shows)
})
