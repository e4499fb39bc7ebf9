// The real Claude Code, offline: a picture that a device sends reaches its model, and is read back from its own transcript.

import { expect, test } from 'vitest'
import type { ImageId } from '../../../shared/ids.ts'
import { claudeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, until } from './device-turns.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

/** One red pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='

it('IM1 IM5 AG3 a picture in a prompt', async () => {
  const { machine, api } = await claudeMachine(() => [{ text: 'A red dot.' }])
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  await until(phone, () => phone.view.state?.takesImages === true)
  const image = crypto.randomUUID() as ImageId
  await phone.ok('upload', { image, size: Buffer.from(pixel, 'base64').length, at: 0, data: pixel })
  const id = crypto.randomUUID()
  await phone.ok('prompt', { text: 'what is this?', images: [image] }, id)
  await until(phone, () => phone.screen.includes('reply A red dot.'))
  await idle(phone)
  expect(api.asked.at(-1)?.images).toBe(1)
  expect(phone.view.entries).toMatchObject([
    { kind: 'prompt', id, text: 'what is this?', images: 1 },
    { kind: 'reply' },
  ])
  expect(await phone.ok('picture', { of: id, index: 0, from: 0 })).toMatchObject({ type: 'image/png', data: pixel })
  expect(phone.screen).toEqual(fileScreen(room.path))
})
