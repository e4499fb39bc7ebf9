// Pictures in what tools answered, as Claude Code writes them and as we do: counted in the entry, found by the call.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { subagentPage } from '../../server/store/subagent-page.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { call, chained, type Line, prompt, said, session, text } from './claude-lines.ts'
import { opened } from './opened.ts'

const picture = (data: string, type = 'image/png'): Line => ({
  type: 'image',
  source: { type: 'base64', data, media_type: type },
})
const answer = (n: number, parent: number, of: string, content: readonly Line[]): Line =>
  chained(n, parent, {}, { type: 'user', message: { content: [{ tool_use_id: of, type: 'tool_result', content }] } })

test('IM8 pictures of an answer are counted, its text says nothing of them, and each is found by its call', () => {
  const { log } = opened(
    text([
      prompt(1, null, 'look'),
      said(2, 1, 'a', call('c1')),
      answer(3, 2, 'c1', [picture('AAAA'), { type: 'text', text: 'two views' }, picture('BBBB', 'image/jpeg')]),
      said(4, 3, 'b', call('c2')),
      answer(5, 4, 'c2', [picture('CCCC', 'image/tiff'), { type: 'image', source: { type: 'url', url: 'x' } }]),
    ]),
  )
  const results = log.page(undefined, 50).entries.filter(({ kind }) => kind === 'result')
  expect(results).toMatchObject([
    { of: 'c1', text: 'two views', images: 2 },
    { of: 'c2', text: '', images: 2 },
  ])
  expect(log.text('c1')).toBe('two views')
  expect([0, 1, 2].map((index) => log.image('c1', index))).toEqual([
    { type: 'image/png', data: 'AAAA' },
    { type: 'image/jpeg', data: 'BBBB' },
    undefined,
  ])
  // What a browser cannot show, or is not in the file.
  expect([0, 1].map((index) => log.image('c2', index))).toEqual([undefined, undefined])
})

test('IM8 what we record of an agent reads back the same', () => {
  const { log } = opened('')
  const images = [{ type: 'image/webp', data: 'AAAA' }] as const
  log.append([
    { kind: 'prompt', uuid: 'p', text: 'look' },
    { kind: 'tool', message: 'm', model: 'none', id: 't1', name: 'Read', input: { file_path: 'a.webp' } },
    { kind: 'result', of: 't1', text: 'one view', images, failed: false },
  ])
  expect(log.page(undefined, 50).entries.at(-1)).toMatchObject({ of: 't1', text: 'one view', images: 1 })
  expect(log.image('t1', 0)).toEqual(images[0])
})

test('IM8 those of a sub-agent are told and not offered, for no call brings them', () => {
  const path = join(temporaryFolder(), `${session}.jsonl`)
  const file = join(dirname(path), session, 'subagents', 'agent-one.jsonl')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text([said(1, null, 'a', call('c1')), answer(2, 1, 'c1', [picture('AAAA')])]))
  writeFileSync(file.replace(/jsonl$/, 'meta.json'), JSON.stringify({ toolUseId: 't1' }))
  const page = subagentPage(path, 't1', undefined, { limit: 9, most: 100 })
  expect(page?.entries.at(-1)).toMatchObject({ of: 'c1', text: '1 picture' })
  expect(JSON.stringify(page)).not.toContain('images')
})
