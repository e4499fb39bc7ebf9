import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { replacedPaths } from '../../client/terminal/dropped-paths.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { openTerminal } from './open-terminal.ts'
import { keys } from './virtual-terminal.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)])

async function opened() {
  const directory = temporaryFolder()
  writeFileSync(join(directory, 'a shot.png'), png)
  writeFileSync(join(directory, 'b.png'), png)
  writeFileSync(join(directory, 'notes.png'), 'not a picture')
  const it = await openTerminal()
  it.connection.live({ takesImages: true, directory })
  await it.terminal.until('idle')
  const { terminal, connection } = it
  return {
    ...it,
    directory,
    /** As a terminal does where a file is dropped on it. */
    drop: (text: string) => terminal.press(`\x1b[200~${text}\x1b[201~`),
    uploads: () => connection.madeCalls('upload'),
    /** The host has the picture of the `nth` upload; returns its id. */
    arrives(nth: number): string {
      const upload = connection.madeCalls('upload')[nth]
      if (!upload) throw new Error('nothing was sent')
      upload.answer({ have: png.length })
      return (upload.params as { image: string }).image
    },
    prompts: () => connection.asked('prompt'),
  }
}

describe('/image', () => {
  it('IM6 sends the file to the host, and its mark takes it along with the prompt that holds it, once', async () => {
    const { terminal, line, uploads, arrives, prompts } = await opened()
    line("/image 'a shot.png'")
    await expect.poll(() => uploads().length).toBe(1)
    expect(uploads()[0]?.params).toMatchObject({ size: png.length, at: 0, data: png.toString('base64') })
    const image = arrives(0)
    await terminal.until('$ [Image #1]')
    line('what is it?')
    line('and now?')
    await expect.poll(prompts).toEqual([{ text: '[Image #1] what is it?', images: [image] }, { text: 'and now?' }])
    line('once more: [Image #1]')
    expect(prompts().at(-1)).toEqual({ text: 'once more: [Image #1]' })
  })

  it('IM6 says what cannot be sent, and sends nothing', async () => {
    const { terminal, line, uploads, directory } = await opened()
    mkdirSync(join(directory, 'folder.png'))
    line('/image notes.png')
    await terminal.until('notes.png was not attached: it is no PNG, JPEG, GIF or WebP.')
    line('/image missing.png')
    await terminal.until('missing.png was not attached')
    line('/image folder.png')
    await terminal.until('folder.png was not attached: it is no file.')
    expect(uploads()).toEqual([])
  })

  it('IM3 IM6 an agent that takes none is told of at once', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    await terminal.until('idle')
    terminal.type('/image a.png')
    terminal.press(keys.enter)
    await terminal.until('This agent takes no pictures.')
  })
})

describe('a dropped file', () => {
  it('IM7 is a picture that goes with the prompt, where its mark stands', async () => {
    const { terminal, line, drop, uploads, arrives, prompts, directory } = await opened()
    terminal.type('compare ')
    drop(`'${join(directory, 'a shot.png')}' `)
    terminal.type('with ')
    drop(pathToFileURL(join(directory, 'b.png')).href)
    await terminal.until('$ compare [Image #1] with [Image #2]')
    await expect.poll(() => uploads().length).toBe(2)
    const images = [arrives(0), arrives(1)]
    line('please')
    await expect.poll(prompts).toEqual([{ text: 'compare [Image #1] with [Image #2] please', images }])
  })

  it('IM7 goes not where its mark was taken out, and the prompts after it wait until it is there', async () => {
    const { terminal, line, drop, uploads, arrives, prompts, directory } = await opened()
    drop(join(directory, 'b.png'))
    terminal.press(...Array.from({ length: '[Image #1] '.length }, () => keys.backspace))
    line('without')
    drop(join(directory, 'a shot.png'))
    line('with')
    line('and then?')
    expect(prompts()).toEqual([{ text: 'without' }])
    await expect.poll(() => uploads().length).toBe(2)
    const image = arrives(1)
    await expect
      .poll(prompts)
      .toEqual([{ text: 'without' }, { text: '[Image #2] with', images: [image] }, { text: 'and then?' }])
  })

  it('IM7 that the host refuses is said, and the prompt comes back without it', async () => {
    const { terminal, line, drop, uploads, prompts, directory } = await opened()
    drop(join(directory, 'b.png'))
    line('look')
    await expect.poll(() => uploads().length).toBe(1)
    uploads()[0]?.fail('too_large', 'This session holds too many pictures already.')
    await terminal.until('b.png was not attached: This session holds too many pictures already.')
    await terminal.until('Not sent: a picture of it did not get there.')
    await terminal.until('$ look')
    expect(prompts()).toEqual([])
  })

  it('IM7 stays a path where it is no picture, is not there, or the agent takes none', async () => {
    const { connection, line, drop, uploads, prompts, directory } = await opened()
    const stays = [
      join(directory, 'notes.png'),
      join(directory, 'missing.png'),
      `see ${join(directory, 'b.png')} there`,
    ]
    for (const text of stays) {
      drop(text)
      line('')
    }
    connection.live({ takesImages: undefined, directory })
    drop(join(directory, 'b.png'))
    line('')
    expect(prompts()).toEqual([...stays, join(directory, 'b.png')].map((text) => ({ text })))
    expect(uploads()).toEqual([])
  })
})

it('IM7 paths are read as terminals write them', () => {
  const there = ['/a b/c.png', "/it's.png", '/a b/c(1).png', '/d.png']
  const read = (text: string) => replacedPaths(text, (path) => (there.includes(path) ? `<${path}>` : undefined))
  expect(read(`'/a b/c.png'`)).toBe('</a b/c.png>')
  expect(read(`"/a b/c.png"`)).toBe('</a b/c.png>')
  expect(read('/a b/c.png')).toBe('</a b/c.png>')
  expect(read('/a\\ b/c\\(1\\).png')).toBe('</a b/c(1).png>')
  expect(read(`'/it'\\''s.png' /d.png`)).toBe("</it's.png> </d.png>")
  expect(read('file:///a%20b/c.png')).toBe('</a b/c.png>')
  expect(read('/d.png\r/a b/c.png\r\nfile:///d.png')).toBe('</d.png>\n</a b/c.png>\n</d.png>')
  expect(read(`/d.png '/notes of mine.txt'`)).toBe(`</d.png> '/notes of mine.txt'`)
  for (const no of ['/e.png', 'd.png', '/d.png is it', `'/d.png`, '', 'file://%zz', `/d.png ${'x'.repeat(9000)}`])
    expect(read(no)).toBe(undefined)
})
