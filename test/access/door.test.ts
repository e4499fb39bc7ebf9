// The handshake against everybody who should not get through it: replayed, reflected, foreign, silent, flooding.

import { statSync, utimesSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Handshake } from '../../client/handshake.ts'
import { AdmittedPipe } from '../../server/access/admitted-pipe.ts'
import { refusalReasons } from '../../server/access/refusals.ts'
import { byeCodes } from '../../shared/codes.ts'
import type { DeviceId, RoomId } from '../../shared/ids.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import { settled } from '../harness/clock.ts'
import {
  byLink,
  byTicket,
  type Doorstep,
  doorstep,
  knock,
  pair,
  random,
  room,
  seed,
  self,
  stranger,
} from './doorstep.ts'

/** A device that says exactly what it is told to, and what it hears. */
function speaker(step: Pick<Doorstep, 'door'>, peer = stranger) {
  const [ours, theirs] = pipePair()
  const heard: Record<string, unknown>[] = []
  let closed: number | undefined
  ours.onFrame = (text) => heard.push(JSON.parse(text))
  ours.onClose = (code) => {
    closed = code
  }
  const admitted = step.door.admit(theirs, peer)
  const say = async (frame: unknown) => {
    ours.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
    await settled()
  }
  return {
    say,
    heard,
    admitted,
    pipe: ours,
    get closed() {
      return closed
    },
    get code() {
      return heard.at(-1)?.code
    },
  }
}

const nonce = () => seed()
const hello = (who: object, more: object = {}) => ({ t: 'hello', v: 1, who, nonce: nonce(), ...more })

test('HS1 the terminal is let in straight after hello, but only on a pipe of this process', async () => {
  const step = doorstep()
  const terminal = await knock(step, { credential: { kind: 'terminal' }, peer: self })
  expect(terminal.admission).toMatchObject({ device: 'terminal', role: 'owner', scope: { kind: 'host' } })
  expect(terminal.frames).toHaveLength(1)
  const posing = await knock(step, { credential: { kind: 'terminal' } })
  expect(posing.admission).toBeUndefined()
  expect(posing.refusal?.code).toBe('unknown_device')
})

test('HS2 the host proves the secret first, over the whole hello', async () => {
  const step = doorstep()
  const outcome = await knock(step, {
    credential: byTicket(step.tickets.issue().secret),
    // Somebody in between asks for more than the device did.
    tamper: (frame) => (frame.includes('"hello"') ? frame.replace('"v":1', '"v":1,"room":"elsewhere"') : frame),
  })
  expect(outcome.admission).toBeUndefined()
  expect(outcome.refusal?.code).toBe('host_unproved')
  expect(outcome.frames.some((frame) => frame.includes('"proof","body"'))).toBe(false)
})

test('HS2 a host that does not know the secret is told nothing and named to the person', async () => {
  const [ours, theirs] = [doorstep(), doorstep()]
  const { credential, device } = await pair(ours)
  const grant = ours.grants.find(device)
  if (!grant) throw new Error('no grant')
  theirs.grants.keep({ ...grant, secret: Buffer.from(random(32)).toString('base64url') })
  const outcome = await knock(theirs, { credential })
  expect(outcome.refusal).toMatchObject({
    code: 'host_unproved',
    reason: expect.stringMatching(/not the computer that this device was paired with/),
  })
  expect(outcome.frames.filter((frame) => JSON.parse(frame).t === 'proof')).toEqual([])
})

test('HS3 a recorded proof is worth nothing against another challenge', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  const first = await knock(step, { credential })
  const [recordedHello, , recordedProof] = first.frames
  const replay = speaker(step)
  await replay.say(recordedHello)
  expect(replay.heard.at(-1)?.t).toBe('challenge')
  await replay.say(recordedProof)
  expect(await replay.admitted).toBeUndefined()
  expect(replay.code).toBe('proof_failed')
  expect(replay.closed).toBe(4403)
})

test('HS3 the host’s own proof, sent back to it, is worth nothing', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  if (credential.kind !== 'device') throw new Error('not paired')
  const reflector = speaker(step)
  await reflector.say(hello({ kind: 'device', device: credential.device }))
  const challenge = reflector.heard.at(-1)
  await reflector.say({ t: 'proof', body: challenge?.body, proof: challenge?.proof })
  expect(reflector.code).toBe('proof_failed')
  expect(await reflector.admitted).toBeUndefined()
})

test('HS3 the proof covers what is proved with it: name and position cannot be changed on the way', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  const { admission, refusal } = await knock(step, {
    credential,
    name: 'Phone',
    tamper: (frame) => frame.replace('Phone', 'Ph0ne'),
  })
  expect(admission).toBeUndefined()
  expect(refusal?.code).toBe('proof_failed')
})

test('HS4 another version is told to reload, whatever else its hello says', async () => {
  const visitor = speaker(doorstep())
  await visitor.say({ t: 'hello', v: 2, entirely: 'different' })
  expect(visitor.heard).toEqual([{ t: 'bye', code: 'version', reason: expect.stringMatching(/Reload the page/) }])
})

test('HS6 the position a device gives with its proof reaches the room', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  const from = { transcript: 'some-transcript', offset: 12, check: 'abc', journal: 3 } as never
  expect((await knock(step, { credential, from, room })).admission).toMatchObject({ from, room })
})

test('HS7 five seconds from connecting, whatever is sent meanwhile', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  if (credential.kind !== 'device') throw new Error('not paired')
  const silent = speaker(step)
  const slow = speaker(step)
  step.clock.advance(step.limits.handshake - 1)
  await slow.say(hello({ kind: 'device', device: credential.device }))
  expect(slow.heard.at(-1)?.t).toBe('challenge')
  step.clock.advance(1)
  await settled()
  expect([silent.code, slow.code]).toEqual(['handshake_late', 'handshake_late'])
  expect([silent.closed, slow.closed]).toEqual([4403, 4403])
})

test('HS8 anything but hello and then a proof is a reason to close', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  if (credential.kind !== 'device') throw new Error('not paired')
  for (const frame of [
    'no json',
    'null',
    '[]',
    { t: 'ping' },
    { t: 'call', id: 'x', method: 'prompt', params: {} },
    { t: 'hello', v: 1 },
    hello({ kind: 'device', device: '../../etc/passwd' }),
    hello({ kind: 'device', device: 'a', nonce: 'short' }, { nonce: 'short' }),
    hello({ kind: 'ticket', ticket: 'a' }),
  ]) {
    const visitor = speaker(step)
    await visitor.say(frame)
    expect(visitor.code).toBe('bad_frame')
    expect(await visitor.admitted).toBeUndefined()
  }
  const eager = speaker(step)
  await eager.say(hello({ kind: 'device', device: credential.device }))
  await eager.say({ t: 'call', id: 'x', method: 'prompt', params: { text: 'rm' } })
  expect(eager.code).toBe('bad_frame')
  const flooding = speaker(step)
  for (let frame = 0; frame < 100; frame++) flooding.pipe.send('{"t":"hello"}')
  await settled()
  expect(flooding.code).toBe('bad_frame')
})

/** A device that has just sent its proof. */
async function atItsProof() {
  const step = doorstep()
  const credential = byLink((await step.links.issue(room, 'drive')).token)
  const handshake = new Handshake({ credential, room: undefined, name: 'Phone', from: undefined, random })
  const visitor = speaker(step)
  await visitor.say(handshake.hello)
  const answer = handshake.answer(visitor.heard.at(-1))
  visitor.pipe.send('proof' in answer ? answer.proof : '')
  return { step, credential, visitor }
}

test('HS8 what is said between the proof and the welcome is a reason to close, however little it is', async () => {
  for (const extra of [1, 2]) {
    const { visitor } = await atItsProof()
    for (let frame = 0; frame < extra; frame++) visitor.pipe.send('{"t":"ping"}')
    expect(await visitor.admitted).toBeUndefined()
    await settled()
    expect(visitor.code).toBe('bad_frame')
  }
})

test('HS8 a device that goes while its proof is looked at is not admitted, and may ask again', async () => {
  const { step, credential, visitor } = await atItsProof()
  visitor.pipe.close()
  expect(await visitor.admitted).toBeUndefined()
  expect((await knock(step, { credential })).admission).toBeDefined()
})

test('HS9 handshakes that wait are bounded, for each address and in all; the terminal is never kept out', async () => {
  const step = doorstep({ limits: { pendingPerAddress: 2, pendingSockets: 3 } })
  const from = (address: string) => speaker(step, { trusted: false, address })
  const [one, two, three] = [from('a'), from('a'), from('a')]
  await settled()
  expect([one.code, two.code, three.code]).toEqual([undefined, undefined, 'busy'])
  const [other, another] = [from('b'), from('c')]
  await settled()
  expect([other.code, another.code]).toEqual([undefined, 'busy'])
  expect((await knock(step, { credential: { kind: 'terminal' }, peer: self })).admission).toBeDefined()
  one.pipe.close()
  await settled()
  expect((await knock(step, { credential: byTicket(step.tickets.issue().secret) })).admission).toBeDefined()
})

test('HS9 one device has so many connections and no more', async () => {
  const step = doorstep({ limits: { socketsPerDevice: 2 } })
  const { credential, pipe } = await pair(step)
  expect((await knock(step, { credential })).admission).toBeDefined()
  expect((await knock(step, { credential })).refusal?.code).toBe('busy')
  pipe.close()
  await settled()
  expect((await knock(step, { credential })).admission).toBeDefined()
})

test('AU10 a revoked device is closed at once, everywhere, and told so when it comes again', async () => {
  const step = doorstep()
  const { credential, device, admission, outcome } = await pair(step)
  const received: string[] = []
  admission.pipe.onFrame = (frame) => received.push(frame)
  let closed = false
  admission.pipe.onClose = () => {
    closed = true
  }
  outcome.pipe.send('{"t":"ping"}')
  await settled()
  expect(received).toEqual(['{"t":"ping"}'])

  expect(step.grants.revoke(device)).toBe(true)
  outcome.pipe.send('{"t":"call","id":"late","method":"prompt","params":{"text":"too late"}}')
  await settled()
  expect(received).toHaveLength(1)
  expect(closed).toBe(true)
  expect(outcome.refusal).toMatchObject({ code: 'revoked', reason: expect.stringContaining('/session') })
  expect((await knock(step, { credential })).refusal?.code).toBe('revoked')
  expect(step.grants.revoke(device)).toBe(false)
  expect(step.grants.find(device)?.secret).toBeUndefined()
})

test('AU10 what a revoked device still says on its way out is not heard', () => {
  const heard: string[] = []
  // A socket goes on receiving until the other side has closed, too.
  const inner: Pipe = {
    send: () => {},
    close: () => {},
    terminate: () => {},
    buffered: 0,
    onFrame: () => {},
    onClose: () => {},
  }
  const admitted = new AdmittedPipe(inner)
  admitted.onFrame = (frame) => heard.push(frame)
  inner.onFrame('before')
  admitted.end('revoked')
  inner.onFrame('after')
  expect(heard).toEqual(['before'])
})

test('AU10 revoked by another host of this install, it is closed at the next look', async () => {
  const step = doorstep()
  const { device, outcome } = await pair(step)
  doorstep({ home: step.home, clock: step.clock }).grants.revoke(device)
  step.clock.advance(step.limits.grantCheck)
  await settled()
  expect(outcome.refusal?.code).toBe('revoked')
})

test('AU10 revoked between hello and proof, it is not let in', async () => {
  const step = doorstep()
  const { credential, device } = await pair(step)
  const handshake = new Handshake({ credential, room: undefined, name: 'Phone', from: undefined, random })
  const visitor = speaker(step)
  await visitor.say(handshake.hello)
  const answer = handshake.answer(visitor.heard.at(-1))
  step.grants.revoke(device)
  await visitor.say('proof' in answer ? answer.proof : '')
  expect(visitor.code).toBe('revoked')
})

test('AU4 a device that this install never saw is told what to do', async () => {
  const { refusal } = await knock(doorstep(), {
    credential: { kind: 'device', device: 'nobody' as DeviceId, secret: seed() },
  })
  expect(refusal).toMatchObject({ code: 'unknown_device', reason: expect.stringContaining('/session') })
})

test('AU11 a room that is not open here is told apart from a device that is not let in', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  const { refusal } = await knock(step, { credential, room: 'closed-long-ago' as RoomId })
  expect(refusal).toMatchObject({ code: 'unknown_room', reason: expect.stringContaining('--continue --remote') })
})

test('AU12 a device’s name holds nothing that a terminal would obey', async () => {
  const step = doorstep()
  const { admission } = await knock(step, {
    credential: byTicket(step.tickets.issue().secret),
    name: '\u001b]0;owned\u0007 Phone\u202e\n',
  })
  expect(admission?.name).toBe(']0;owned Phone')
})

test('CL1 every reason to end has a sentence that is more than its code', () => {
  for (const code of byeCodes) expect(refusalReasons[code]).toMatch(/^[A-Za-z].{20,}\.$|--remote$/)
})

test('CL2 a host that stops says so to every device', async () => {
  const step = doorstep()
  const { outcome } = await pair(step)
  step.door.close()
  await settled()
  expect(outcome.refusal?.code).toBe('closing')
  expect(outcome.closed).toBeDefined()
})

test('AU5 a device that comes and goes is written down once within a while, and again after it, or from elsewhere', async () => {
  const step = doorstep()
  const { credential, device } = await pair(step)
  const path = `${step.home}/grants/${device}.json`
  /** Whether the file was written since the last look. */
  const written = () => {
    const { mtimeMs } = statSync(path)
    utimesSync(path, 0, 0)
    return mtimeMs > 0
  }
  await knock(step, { credential })
  expect(written()).toBe(true)
  for (let visit = 0; visit < 5; visit++) await knock(step, { credential })
  expect(written()).toBe(false)
  await knock(step, { credential, peer: { ...stranger, address: '192.0.2.8' } })
  expect(written()).toBe(true)
  step.clock.advance(step.limits.grantCheck)
  await knock(step, { credential, peer: { ...stranger, address: '192.0.2.8' } })
  expect(written()).toBe(true)
})
