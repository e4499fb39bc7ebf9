// The sealed channel's two implementations, held against fixed bytes, each other and a damaged message.

import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as device from '../../client/seal.ts'
import * as host from '../../server/access/seal.ts'
import { channelInfo } from '../../shared/handshake.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { Pipe, Wire } from '../../shared/pipe.ts'
import { SealedPipe } from '../../shared/sealed-pipe.ts'
import { settled } from '../harness/clock.ts'
import { type Between, type Message, wirePair } from '../harness/wire-pair.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (message: Uint8Array | undefined) => Buffer.from(message ?? []).toString('hex')

// The host's key pair is Bob's of RFC 7748, 6.1.
const vector = {
  devicePrivate: '202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f',
  hostPrivate: '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
  secret: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  texts: { hello: '{"t":"hello"}', body: '{"v":1}', proofBody: '{"name":"Phone"}' },
}

const hostKey = (secret: string) => {
  const pkcs8 = Buffer.from(`302e020100300506032b656e04220420${secret}`, 'hex')
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

function both() {
  const theirs = new device.KeyShare(() => bytes(vector.devicePrivate))
  const ours = new host.KeyShare(hostKey(vector.hostPrivate))
  const secret = bytes(vector.secret)
  const channel = theirs.channel(ours.share, secret, vector.texts)
  if (!channel) throw new Error('The device found no channel in the host’s share.')
  return { theirs, ours, device: channel, host: ours.channel(theirs.share, secret, vector.texts) }
}

test('SC2 SC3 fixed keys give fixed bytes, the same on both sides, and those that the SPEC prints', () => {
  const made = both()
  const printed = [
    channelInfo(vector.texts.hello, vector.texts.body, vector.texts.proofBody),
    hex(Buffer.from(made.theirs.share, 'base64url')),
    hex(Buffer.from(made.ours.share, 'base64url')),
    hex(made.device.seal('{"t":"ping"}')),
    hex(made.device.seal('{"t":"ping"}')),
    hex(made.host.seal('{"t":"pong"}')),
    hex(made.host.seal('é')),
  ]
  expect(printed).toEqual(expectedVectors)
  const spec = readFileSync(new URL('../../shared/SPEC.md', import.meta.url), 'utf8').replace(/\s+/g, '')
  for (const line of [vector.devicePrivate, vector.hostPrivate, vector.secret, ...printed]) {
    expect(spec).toContain(line.replace(/\s+/g, ''))
  }
})

const expectedVectors = [
  '["carryon/1 channel","{\\"t\\":\\"hello\\"}","{\\"v\\":1}","{\\"name\\":\\"Phone\\"}"]',
  '358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254',
  'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  'e8c0d890dc0403f8bca52c9ae99e14fc66b091ab9844d41e38fd6c87',
  '5da6a9575d2ddfeb7de3d01047fd4d07bfa0e03b1617fe747095c14e',
  '115186a5c92351d69dc9f114f92ecab340ab63232fda37769719971a',
  '0e957787c9624ce65fa20a2deb71f6661994',
]

test('SC3 what one side seals the other opens, in order, for texts of every kind and size', () => {
  const { device: phone, host: computer } = both()
  for (const text of ['', 'a', 'é🙂\u0000', '\ufeffmark', 'x'.repeat(defaultLimits.inboundFrame)]) {
    expect(computer.open(phone.seal(text))).toBe(text)
    expect(phone.open(computer.seal(text))).toBe(text)
  }
})

test('SC3 equal frames never look equal, in neither direction', () => {
  const { device: phone, host: computer } = both()
  const sealed = [phone.seal('same'), phone.seal('same'), computer.seal('same'), computer.seal('same')].map(hex)
  expect(new Set(sealed).size).toBe(4)
})

test('SC2 another secret, or one letter of the handshake, makes another channel', () => {
  const { theirs, ours } = both()
  const sealed = both().host.seal('words')
  const { texts } = vector
  const others = [
    theirs.channel(ours.share, bytes(vector.secret.replace(/^00/, '01')), texts),
    theirs.channel(ours.share, bytes(vector.secret), { ...texts, hello: `${texts.hello} ` }),
    theirs.channel(ours.share, bytes(vector.secret), { ...texts, body: '{"v":2}' }),
    theirs.channel(ours.share, bytes(vector.secret), { ...texts, proofBody: '{"name":"Phonf"}' }),
  ]
  expect(theirs.channel(ours.share, bytes(vector.secret), texts)?.open(sealed)).toBe('words')
  for (const other of others) expect(other?.open(sealed)).toBeUndefined()
})

test('SC2 shares that agree with every key, or are none, make no channel on either side', () => {
  const { theirs, ours } = both()
  const secret = bytes(vector.secret)
  const points = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    `ec${'ff'.repeat(30)}7f`,
  ].map((point) => Buffer.from(point, 'hex').toString('base64url'))
  for (const share of [...points, '', 'A'.repeat(42), '!'.repeat(43)]) {
    expect([share, theirs.channel(share, secret, vector.texts)]).toEqual([share, undefined])
    expect(() => ours.channel(share, secret, vector.texts)).toThrow(/does not understand/)
  }
})

test('SC4 a message with any byte changed, cut or added opens on neither side', () => {
  for (const side of ['device', 'host'] as const) {
    const sealed = both()[side === 'device' ? 'host' : 'device'].seal('{"t":"ping"}')
    const spoiled = [
      ...Array.from(sealed, (_, place) => sealed.map((byte, at) => (at === place ? byte ^ 1 : byte))),
      sealed.slice(1),
      sealed.slice(0, -1),
      sealed.slice(0, 15),
      new Uint8Array(0),
      Uint8Array.from([...sealed, 0]),
    ]
    for (const message of spoiled) expect(both()[side].open(message)).toBeUndefined()
    expect(both()[side].open(sealed)).toBe('{"t":"ping"}')
  }
})

/** Both ends over a wire that somebody sits on; what each heard, and how it ended. */
function sealedPair(between: Between) {
  const seals = both()
  const [left, right] = wirePair(between)
  const phone = new SealedPipe(left, left.wire, seals.device)
  const computer = new SealedPipe(right, right.wire, seals.host)
  const heard: string[] = []
  const closes: number[] = []
  computer.onFrame = (frame) => heard.push(frame)
  computer.onClose = (code) => closes.push(code)
  return { phone, computer, heard, closes, left, right }
}

const attacks: readonly (readonly [string, () => Between])[] = [
  ['repeated', () => (message) => [message, message]],
  [
    'swapped with the next',
    () => {
      const held: Message[] = []
      return (message) => (held.push(message) < 2 ? [] : held.splice(0).reverse())
    },
  ],
  [
    'left out',
    () => {
      let count = 0
      return (message) => (count++ === 0 ? [] : [message])
    },
  ],
  ['sent as a text', () => (message) => [Buffer.from(message).toString()]],
  ['preceded by a text', () => (message) => ['{"t":"call","id":"x","method":"prompt","params":{}}', message]],
]

test.each(attacks)('SC4 a frame that is %s ends the connection, and nothing after it counts', async (_, attack) => {
  const { phone, heard, closes } = sealedPair(attack())
  for (const frame of ['one', 'two', 'three', 'four']) phone.send(frame)
  await settled()
  expect(heard.length).toBeLessThan(2)
  expect(heard).toEqual(['one'].slice(0, heard.length))
  expect(closes).toEqual([4400])
  phone.send('five')
  await settled()
  expect(heard.length).toBeLessThan(2)
})

test('SC4 what a socket still delivers while it closes is not looked at, and its keys are used no more', () => {
  const seals = both()
  const said: Uint8Array[] = []
  const wire: Wire = { send: (message) => said.push(message), onMessage: () => {} }
  const closes: (number | undefined)[] = []
  const inner: Pipe = {
    wire,
    send: () => {},
    close: (code) => closes.push(code),
    terminate: () => {},
    buffered: 0,
    onFrame: () => {},
    onClose: () => {},
  }
  const computer = new SealedPipe(inner, wire, seals.host)
  const heard: string[] = []
  computer.onFrame = (frame) => heard.push(frame)
  const [one, two, three] = ['one', 'two', 'three'].map((frame) => seals.device.seal(frame))
  if (!one || !two || !three) throw new Error('nothing was sealed')
  wire.onMessage(one)
  wire.onMessage(two.map((byte) => byte ^ 1))
  wire.onMessage(three)
  computer.send('an answer')
  expect([heard, said, closes]).toEqual([['one'], [], [4400]])
})

test('SC4 a frame sent back to where it came from does not open there', async () => {
  const caught: Message[] = []
  const { phone, computer, right } = sealedPair((message, from) => {
    if (from === 'left') caught.push(message)
    return [message]
  })
  const heard: string[] = []
  phone.onFrame = (frame) => heard.push(frame)
  phone.send('mine')
  await settled()
  const [message] = caught
  if (typeof message !== 'object') throw new Error('It went over the wire as a text.')
  right.wire.send(message)
  computer.send('yours')
  await settled()
  expect(heard).toEqual([])
})
