// Pictures among what a tool gives: those that models and devices take are recorded, of others it is said that they were there.

import { expect, test } from 'vitest'
import { agentToolUpdateOf } from '../../server/agents/updates.ts'
import { defaultLimits } from '../../shared/limits.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1').toString('base64')
const shows = (...images: readonly string[]) =>
  agentToolUpdateOf({
    toolCallId: 't1',
    content: [
      { type: 'content', content: { type: 'text', text: 'seen' } },
      ...images.map((data) => ({
        type: 'content' as const,
        content: { type: 'image' as const, data, mimeType: 'image/jpeg' },
      })),
    ],
  })

test('IM8 the type is what the bytes say', () => {
  expect(shows(png)).toMatchObject({ output: { whole: 'seen' }, images: [{ type: 'image/png', data: png }] })
})

test('IM8 what is no picture, too large or one too many is not taken', () => {
  const large = png.replace(/=*$/, '') + 'A'.repeat(2 * defaultLimits.image)
  for (const data of ['', 'AAAA', `${png}"`, large])
    expect(shows(data)).toEqual({ ...shows(), output: { whole: 'seen\n[image]' } })
  const many = shows(...Array.from({ length: defaultLimits.promptImages + 1 }, () => png))
  expect(many.images).toHaveLength(defaultLimits.promptImages)
  expect(many.output).toEqual({ whole: 'seen\n[image]' })
})
