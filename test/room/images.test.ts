// Pictures in prompts: taken in by pieces, given to the agent, kept in the transcript, and read from it.

import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImageId } from '../../shared/ids.ts'
import { shown } from '../../shared/room-view.ts'
import { settled } from '../harness/clock.ts'
import { newCallId, type RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const png = (size = 100): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(size, 7)])

async function uploaded(device: RoomDevice, bytes = png(), piece = 40): Promise<ImageId> {
  const image = newCallId() as ImageId
  for (let at = 0; at < bytes.length; at += piece) {
    const data = bytes.subarray(at, at + piece).toString('base64')
    await device.ok('upload', { image, size: bytes.length, at, data })
  }
  return image
}

const waiting = (it: TestRoom): string[] => {
  try {
    return readdirSync(join(it.home, 'images'))
  } catch {
    return []
  }
}

test('IM1 a picture comes by pieces, each once however often it is sent, and goes to the agent with its prompt', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const bytes = png()
  const image = newCallId() as ImageId
  const send = (at: number, end: number) =>
    phone.ok('upload', { image, size: bytes.length, at, data: bytes.subarray(at, end).toString('base64') })
  expect(await send(0, 40)).toEqual({ have: 40 })
  expect(await send(0, 40)).toEqual({ have: 40 })
  expect(await send(60, 80)).toEqual({ have: 40 })
  expect(await send(20, 70)).toEqual({ have: 70 })
  expect(await send(70, bytes.length)).toEqual({ have: bytes.length })
  expect(await send(0, 40)).toEqual({ have: bytes.length })
  expect(statSync(join(it.home, 'images', image)).mode & 0o777).toBe(0o600)
  await phone.ok('prompt', { text: 'what is this?', images: [image] })
  await settled()
  const data = bytes.toString('base64')
  expect(it.agent.prompts).toMatchObject([{ text: 'what is this?', images: [{ type: 'image/png', data }] }])
  expect(phone.view.entries).toMatchObject([{ kind: 'prompt', text: 'what is this?', images: 1 }])
  it.agent.finishes()
  await settled()
  expect(waiting(it)).toEqual([])
})

test('IM2 what is no picture, too large, or not here is refused with what to do', async () => {
  const it = await TestRoom.start({ image: 200, promptImages: 2, sessionImages: 300 })
  const phone = it.join()
  const image = newCallId() as ImageId
  const bytes = Buffer.from('<svg onload=alert(1)>')
  const upload = (size: number, data: Buffer, of = image) =>
    phone.call('upload', { image: of, size, at: 0, data: data.toString('base64') })
  expect(await upload(bytes.length, bytes)).toMatchObject({ error: { code: 'bad_request' } })
  expect(waiting(it)).toEqual([])
  expect(await upload(201, png())).toMatchObject({ error: { code: 'too_large' } })
  await uploaded(phone, png(180))
  expect(await upload(150, png(), newCallId() as ImageId)).toMatchObject({ error: { code: 'too_large' } })
  const missing = await phone.call('prompt', { text: 'this', images: [image] })
  expect(missing).toMatchObject({ error: { code: 'not_found', message: expect.stringContaining('choose it again') } })
  const many = await phone.call('prompt', { text: 'this', images: [image, image, image] })
  expect(many).toMatchObject({ error: { code: 'too_large' } })
  expect(it.agent.prompts).toEqual([])
})

test('IM3 an agent that takes no pictures: devices know, and a prompt with one is refused before it waits', async () => {
  const it = await TestRoom.start()
  it.agent.takesImages = false
  await it.room.start(it.agent.start)
  const phone = it.join()
  await settled()
  expect(phone.view.state?.takesImages).toBeUndefined()
  const image = await uploaded(phone)
  expect(await phone.call('prompt', { text: 'this', images: [image] })).toMatchObject({
    error: { code: 'unavailable', message: expect.stringContaining('takes no pictures') },
  })
  expect(phone.view.state?.queue).toEqual({})
})

test('IM4 a prompt that is held over a restart keeps its pictures; withdrawn, they go', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'first' })
  const image = await uploaded(phone)
  const held = await phone.call('prompt', { text: 'look', images: [image] })
  await it.crash()
  const again = it.join()
  await settled()
  expect(again.view.state?.queue[held.id]).toMatchObject({ standing: 'held', images: [image] })
  await again.ok('release', { prompt: held.id as never })
  await settled()
  expect(it.agent.prompts.at(-1)).toMatchObject({ text: 'look', images: [{ type: 'image/png' }] })
  const other = await uploaded(again)
  expect(statSync(join(it.home, 'images', other)).mode & 0o777).toBe(0o600)
  expect(statSync(join(it.home, 'images')).mode & 0o777).toBe(0o700)
  const waits = await again.call('prompt', { text: 'not this', images: [other] })
  await again.ok('withdraw', { prompt: waits.id as never })
  expect(waiting(it)).toEqual([image])
})

test('IM4 a picture of a prompt that is to be written anew goes with the one that comes of it', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'first' })
  const image = await uploaded(phone)
  const { id } = await phone.call('prompt', { text: 'look', images: [image] })
  await phone.ok('withdraw', { prompt: id as never, keepImages: true })
  await phone.ok('prompt', { text: 'look closely', images: [image] })
  it.agent.finishes()
  await settled()
  expect(it.agent.prompts.at(-1)).toMatchObject({ text: 'look closely', images: [{ type: 'image/png' }] })
})

test('IM4 what nobody sent is taken away after a while', async () => {
  const it = await TestRoom.start()
  const folder = join(it.home, 'images')
  mkdirSync(folder)
  for (const [name, age] of [
    ['old', 2 * it.limits.unusedImage],
    ['new', 0],
  ] as const) {
    writeFileSync(join(folder, name), png())
    utimesSync(join(folder, name), new Date(it.clock.now() - age), new Date(it.clock.now() - age))
  }
  await it.crash()
  expect(waiting(it)).toEqual(['new'])
})

test('IM5 whoever may view reads a picture of the transcript by pieces; there is no other', async () => {
  const it = await TestRoom.start({ readPiece: 64 })
  const phone = it.join()
  const bytes = png()
  const { id } = await phone.call('prompt', { text: '', images: [await uploaded(phone, bytes)] })
  await settled()
  const guest = it.join({ device: 'guest', role: 'view' })
  let data = ''
  for (let total = 1; data.length < total; ) {
    const piece = await guest.ok('picture', { of: id, index: 0, from: data.length })
    expect(piece.type).toBe('image/png')
    expect(piece.data.length).toBeLessThanOrEqual(64)
    data += piece.data
    total = piece.total
  }
  expect(Buffer.from(data, 'base64').equals(bytes)).toBe(true)
  expect(await guest.call('picture', { of: id, index: 1, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
  expect(await guest.call('upload', { image: 'x' as ImageId, size: 1, at: 0, data: 'AA==' })).toMatchObject({
    error: { code: 'not_allowed' },
  })
})

test('IM5 a picture of a prompt that waits or runs is read as well, before the transcript has it', async () => {
  const it = await TestRoom.start()
  // Whoever writes the transcript itself does so when it likes.
  it.agent.writes = it.log.id
  await it.room.start(it.agent.start)
  const phone = it.join()
  const { id: first } = await phone.call('prompt', { text: 'one', images: [await uploaded(phone, png(1))] })
  const { id: second } = await phone.call('prompt', { text: 'two', images: [await uploaded(phone, png(2))] })
  await settled()
  const guest = it.join({ device: 'guest', role: 'view' })
  expect(phone.view.entries).toEqual([])
  for (const [of, bytes] of [[first, png(1)] as const, [second, png(2)] as const]) {
    expect(await guest.ok('picture', { of, index: 0, from: 0 })).toMatchObject({ data: bytes.toString('base64') })
    expect(await guest.call('picture', { of, index: 1, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
  }
  for (const of of ['constructor', '__proto__'])
    expect(await guest.call('picture', { of, index: 0, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
  await phone.ok('withdraw', { prompt: second as never })
  expect(await guest.call('picture', { of: second, index: 0, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
})

test('IM8 what a tool answers with pictures is recorded with them, counted in its entry, and brought like a prompt’s', async () => {
  const it = await TestRoom.start({ readPiece: 64 })
  const phone = it.join()
  await phone.ok('prompt', { text: 'look at it' })
  await settled()
  const images = [png(1), png()].map((bytes) => ({ type: 'image/png' as const, data: bytes.toString('base64') }))
  it.agent.tool({ id: 't1', name: 'Read', title: 'a.png', output: { whole: 'two views' }, images })
  it.agent.tool({ id: 't1', status: 'completed' })
  await settled()
  expect(shown(phone.view).at(-1)).toMatchObject({ tool: { output: 'two views', images: 2, state: 'done' } })
  const guest = it.join({ device: 'guest', role: 'view' })
  const piece = (index: number, from: number) => guest.ok('picture', { of: 't1', index, from })
  // Pieces of two at once are of the right one each.
  const data = ['', '']
  for (let turn = 0; turn < 6; turn++) {
    for (const index of [0, 1]) data[index] += (await piece(index, data[index]?.length ?? 0)).data
  }
  expect(data).toEqual(images.map((image) => image.data))
  expect(await guest.call('picture', { of: 't1', index: 2, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
})

test('IM5 after a fresh conversation the pictures of the one before are not here any more', async () => {
  const it = await TestRoom.start({ readPiece: 64 })
  const phone = it.join()
  const { id: of } = await phone.call('prompt', { text: '', images: [await uploaded(phone)] })
  await settled()
  it.agent.finishes()
  await settled()
  await phone.ok('picture', { of, index: 0, from: 0 })
  const cleared = phone.ok('clear', {})
  await settled()
  await cleared
  expect(await phone.call('picture', { of, index: 0, from: 64 })).toMatchObject({ error: { code: 'not_found' } })
})

test('IM2 a picture that grows while it comes takes no more room than there is', async () => {
  const it = await TestRoom.start({ image: 200, sessionImages: 300 })
  const phone = it.join()
  const piece = (image: ImageId, size: number, at: number, bytes: number) =>
    phone.call('upload', { image, size, at, data: Buffer.alloc(bytes, 7).toString('base64') })
  for (const image of [newCallId(), newCallId(), newCallId()] as string[] as ImageId[]) {
    await piece(image, 10, 0, 1)
    await piece(image, 200, 1, 198)
  }
  const held = waiting(it).reduce((sum, name) => sum + statSync(join(it.home, 'images', name)).size, 0)
  expect(held).toBeLessThanOrEqual(300)
})
