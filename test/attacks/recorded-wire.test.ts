// Whoever sits on the network: reads along, keeps what was said, says it again, or stands where the host once was.

import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { until } from '../../client/until.ts'
import { linkForm } from '../../shared/handshake.ts'
import { AttackedHost, type Device, ended, seed } from './attacked-host.ts'
import { PersonBetween, type Seen } from './person-between.ts'

/** A phone that paired through somebody else's hands, and ran a command with an answer. */
async function overheard() {
  const host = await AttackedHost.start()
  const between = await PersonBetween.before(host)
  const secret = await host.code()
  const phone = await host.enter({ kind: 'ticket', secret, seed: seed() }, between.port)
  await phone.connection.prompt('echo an-overheard-$((6 * 7))').answered
  await answerFirst(phone, 'once')
  await until(phone.connection, () =>
    [...phone.connection.view.results.values()].some(({ text }) => text.includes('an-overheard-42')),
  )
  return { host, between, secret, phone }
}

async function answerFirst({ connection }: Device, option: string): Promise<void> {
  const asked = () => Object.values(connection.view.state?.permissions ?? {})[0]
  await until(connection, () => asked() !== undefined)
  const permission = asked()
  if (permission) await connection.call('answer', { permission: permission.id, option })
}

test('a recorded conversation holds nothing readable: no prompt, no output, no path, no name, no secret', async () => {
  const { host, between, secret, phone } = await overheard()
  const { connection, kept } = phone
  if (kept.credential.kind !== 'device') throw new Error('The code has become a device’s own secret.')
  const link = await host.guest(phone, 'view')
  const [, , signature = ''] = linkForm.exec(link.token) ?? []
  const recording = Buffer.concat(between.seen.map(({ message }) => message)).toString('latin1')
  expect(between.seen.length).toBeGreaterThan(10)
  for (const text of [
    'overheard',
    '42',
    host.machine.directory,
    'project',
    'sh, no AI',
    secret,
    kept.credential.secret,
    signature,
  ]) {
    const hidden = [text, Buffer.from(text).toString('base64url'), Buffer.from(text).toString('hex')]
    // Two digits turn up in any noise.
    const found = hidden.filter((form) => form.length > 4 && recording.includes(form))
    expect([text, found]).toEqual([text, []])
  }
  // Three texts open the conversation; all else is sealed.
  expect(between.seen.filter(({ binary }) => !binary).map(({ message }) => JSON.parse(message.toString()).t)).toEqual([
    'hello',
    'challenge',
    'proof',
  ])
  expect(connection.status.is).toBe('live')
})

test('a recording said again to the host opens nothing and does nothing', async () => {
  const { host, between, phone } = await overheard()
  const said = between.seen
    .filter(({ from }) => from === 'device')
    .map(({ message, binary }) => (binary ? message : message.toString()))
  const prompts = host.written(/"type":"user","message":{"role":"user","content":"([^"]+)"/g)
  const heard = await host.say(said)
  expect([4400, 4403]).toContain(heard.code)
  expect(heard.frames.join()).not.toContain('welcome')
  // A returning device's conversation, too.
  phone.connection.close()
  const again = await PersonBetween.before(host)
  const returning = await host.enter(phone.kept.credential, again.port)
  await returning.connection.call('rename', { title: 'once' })
  await returning.connection.call('rename', { title: 'twice' })
  const replayed = again.seen.filter(({ from }) => from === 'device')
  returning.connection.close()
  const second = await host.say(replayed.map(({ message, binary }) => (binary ? message : message.toString())))
  expect([4400, 4403]).toContain(second.code)
  expect(second.frames.join()).not.toContain('welcome')
  expect(host.written(/"customTitle":"(\w+)"/g)).toEqual(['once', 'twice'])
  expect(host.written(/"type":"user","message":{"role":"user","content":"([^"]+)"/g)).toEqual(prompts)
})

test('a sealed frame that is sent twice, changed, or held back ends the connection and takes no effect', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const faults: Record<string, (seen: Seen) => readonly Seen[]> = {
    twice: (seen) => [seen, seen],
    changed: (seen) => [
      { ...seen, message: Buffer.from(seen.message.map((byte, place) => (place === 20 ? byte ^ 1 : byte))) },
    ],
    reflected: () => [],
  }
  for (const [fault, change] of Object.entries(faults)) {
    const between = await PersonBetween.before(host)
    const device = await host.enter(owner.kept.credential, between.port)
    let struck = false
    between.change = (seen) => {
      if (seen.from !== 'device' || !seen.binary || struck) return [seen]
      struck = true
      if (fault === 'reflected') {
        // The host's own last word, said back to it.
        const own = between.seen.findLast(({ from, binary }) => from === 'host' && binary)
        return own ? [own] : []
      }
      return change(seen)
    }
    const renamed = device.connection.call('rename', { title: fault })
    await until(device.connection, () => device.connection.status.is !== 'live')
    between.change = (seen) => [seen]
    // It comes again by itself, and what was under way is made once.
    await renamed
    device.connection.close()
  }
  expect(host.written(/"customTitle":"(\w+)"/g)).toEqual(['twice', 'changed', 'reflected'])
})

test('a stranger at the host’s old address hears a hello and nothing more, and the person is told', async () => {
  const { host, between, phone } = await overheard()
  phone.connection.close()
  const recordedChallenge = between.seen
    .find(({ message, binary }) => !binary && message.includes('"challenge"'))
    ?.message.toString()
  const answers = [
    recordedChallenge ?? '',
    JSON.stringify({ t: 'challenge', body: JSON.stringify({ v: 1, nonce: seed(), share: seed() }), proof: seed() }),
    JSON.stringify({
      t: 'welcome',
      device: 'x',
      name: 'x',
      role: 'owner',
      scope: { kind: 'host' },
      room: 'x',
      resume: 'reset',
    }),
    JSON.stringify({ t: 'entries', entries: [], next: { transcript: 'x', offset: 0, check: '', journal: 0 } }),
  ]
  for (const answer of answers) {
    const heard: string[] = []
    const stranger = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(stranger, 'listening')
    onTestFinished(() => stranger.close())
    stranger.on('connection', (socket) => {
      socket.on('message', (data) => {
        heard.push(data.toString())
        socket.send(answer)
      })
    })
    const address = stranger.address()
    const device = host.knock(phone.kept.credential, typeof address === 'object' && address ? address.port : 0)
    const told = await ended(device)
    expect(told).toMatchObject({ code: 'host_unproved', reason: expect.stringContaining('nothing was sent') })
    expect(heard.map((text) => JSON.parse(text).t)).toEqual(['hello'])
    if (phone.kept.credential.kind === 'device') expect(heard.join()).not.toContain(phone.kept.credential.secret)
    expect(device.connection.view.entries).toEqual([])
  }
})
