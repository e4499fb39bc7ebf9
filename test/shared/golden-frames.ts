// Makes the golden frames: what a device and a host say, word for word, where keys, nonces, ids and times are given.

import { createPrivateKey } from 'node:crypto'
import type { Credential } from '../../client/connection.ts'
import { Handshake } from '../../client/handshake.ts'
import { proofOf } from '../../server/access/proofs.ts'
import * as host from '../../server/access/seal.ts'
import { hostProofText } from '../../shared/handshake.ts'
import type { DeviceId, RoomId } from '../../shared/ids.ts'
import type { Position } from '../../shared/protocol.ts'
import type { Seal } from '../../shared/sealed-pipe.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const count = (first: number, length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (first + at) & 255))
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const keys = {
  devicePrivate: count(0x20, 32),
  /** Bob's of RFC 7748, 6.1. */
  hostPrivate: Buffer.from('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb', 'hex'),
  deviceNonce: count(0x40, 16),
  hostNonce: count(0x50, 16),
  deviceSeed: base64url(count(0x60, 16)),
  hostSeed: base64url(count(0x70, 32)),
}

export const hostKey = (): ReturnType<typeof createPrivateKey> =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), keys.hostPrivate]),
    format: 'der',
    type: 'pkcs8',
  })

/** The first bytes asked for are the private key, the next the nonce. */
export function deviceRandom(): (length: number) => Uint8Array {
  const left = [keys.devicePrivate, keys.deviceNonce]
  return () => left.shift() ?? new Uint8Array()
}

const position: Position = {
  transcript: '00000000-0000-4000-8000-000000000001' as Position['transcript'],
  offset: 4096,
  check: '47DEQpj8HBSa-_TI',
  journal: 512,
}

export const credentials = {
  device: { kind: 'device', device: 'golden-device' as DeviceId, secret: base64url(count(0, 32)) },
  ticket: { kind: 'ticket', secret: base64url(count(0x10, 16)), seed: keys.deviceSeed },
  link: {
    kind: 'link',
    token: `${base64url(Buffer.from('{"alg":"HS256"}'))}.${base64url(Buffer.from('{"jti":"golden-link"}'))}.${base64url(count(0, 32))}`,
    seed: keys.deviceSeed,
  },
} as const satisfies Record<string, Credential>

export const secretOf = (way: keyof typeof credentials): Buffer =>
  Buffer.from(way === 'link' ? (credentials.link.token.split('.')[2] ?? '') : credentials[way].secret, 'base64url')

export function handshakeOf(way: keyof typeof credentials) {
  const credential = credentials[way]
  const room = way === 'link' ? ('golden-room' as RoomId) : undefined
  const from = way === 'device' ? position : undefined
  const device = new Handshake({ credential, room, name: 'Phone', from, random: deviceRandom() })
  const hello = device.hello ?? ''
  const secret = secretOf(way)
  const keyShare = new host.KeyShare(hostKey())
  const seed = way === 'device' ? undefined : keys.hostSeed
  const body = JSON.stringify({ v: 1, nonce: base64url(keys.hostNonce), seed, share: keyShare.share })
  const challenge = { t: 'challenge', body, proof: proofOf(secret, hostProofText(hello, body)) }
  const answer = device.answer(challenge)
  if (!('proof' in answer) || !answer.seal) throw new Error('the device did not believe the host')
  const proofBody: string = JSON.parse(answer.proof).body
  const share: string = JSON.parse(hello).share
  const theirs = keyShare.channel(share, secret, { hello, body, proofBody })
  const lasting = device.credentialOf('golden-device' as DeviceId)
  return {
    frames: {
      secret: hex(secret),
      hello,
      challenge: JSON.stringify(challenge),
      proof: answer.proof,
      /** Derived on both sides and never sent. */
      lasting:
        lasting.kind === 'device' && way !== 'device' ? hex(Buffer.from(lasting.secret, 'base64url')) : undefined,
    },
    device: answer.seal,
    host: theirs,
  }
}

const sealed = (seal: Seal, texts: readonly string[]) => texts.map((text) => ({ text, sealed: hex(seal.seal(text)) }))

/** Everything that a room and one device say to each other, in order; then the device comes back and has missed something. */
async function conversation() {
  const it = await TestRoom.start({ coalesce: 0 })
  const said: ({ host: unknown } | { device: unknown })[] = []
  const listen = (device: RoomDevice): RoomDevice => {
    const { pipe } = device
    const [hear, send] = [pipe.onFrame, pipe.send.bind(pipe)]
    pipe.onFrame = (text) => {
      said.push({ host: JSON.parse(text) })
      hear(text)
    }
    pipe.send = (text) => {
      said.push({ device: JSON.parse(text) })
      send(text)
    }
    return device
  }
  const phone = listen(it.join({ device: 'phone' }))
  await settled()
  phone.pipe.send('{"t":"ping"}')
  await phone.ok('prompt', { text: 'What is here?' }, '00000000-0000-4000-8000-00000000000a')
  await settled()
  it.agent.says('I look. ')
  it.agent.says('é😀')
  it.agent.tool({ id: 'tool-1', name: 'run', title: 'ls', input: { command: 'ls' }, status: 'in_progress' })
  void it.agent.asks('tool-1')
  await settled()
  const [permission] = Object.values(phone.view.state?.permissions ?? {})
  if (permission)
    await phone.ok('answer', { permission: permission.id, option: 'once' }, '00000000-0000-4000-8000-00000000000b')
  it.agent.tool({ id: 'tool-1', output: { append: 'a.txt\n' } })
  it.agent.tool({ id: 'tool-1', status: 'completed' })
  it.agent.finishes()
  await settled()
  await phone.call('nothing' as 'prompt', { text: '' }, '00000000-0000-4000-8000-00000000000c')
  const before = phone.view
  const shown = phone.screen
  phone.drop()
  await settled()
  const meanwhile = it.join({ device: 'laptop' })
  await meanwhile.ok('prompt', { text: 'And now?' }, '00000000-0000-4000-8000-00000000000d')
  await settled()
  it.agent.finishes()
  await settled()
  const first = said.splice(0)
  const again = listen(it.join({ device: 'phone', from: before.position, view: before }))
  await settled()
  return {
    first: { frames: first, shows: shown },
    resumed: { from: before.position, frames: said, shows: again.screen },
  }
}

export async function goldenFrames() {
  const ways = Object.keys(credentials) as (keyof typeof credentials)[]
  const { device, host } = handshakeOf('device')
  return {
    about:
      'Golden frames of carryon, protocol version 1: see SPEC.md. Bytes are in hexadecimal, frames as they are sent.',
    keys: {
      devicePrivate: hex(keys.devicePrivate),
      hostPrivate: hex(keys.hostPrivate),
      deviceNonce: hex(keys.deviceNonce),
      hostNonce: hex(keys.hostNonce),
    },
    handshakes: Object.fromEntries(ways.map((way) => [way, handshakeOf(way).frames])),
    /** After the handshake by a device's own secret: each side's frames, from its first on. */
    sealed: {
      device: sealed(device, ['{"t":"ping"}', '{"t":"ping"}', '{"t":"call","id":"a","method":"cancel","params":{}}']),
      host: sealed(host, ['{"t":"pong"}', 'é😀', '']),
    },
    conversation: await conversation(),
  }
}
