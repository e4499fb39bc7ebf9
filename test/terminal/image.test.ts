import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { droppedPath } from '../../client/terminal/attached-images.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { openTerminal } from './open-terminal.ts'
import { keys } from './virtual-terminal.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)])

async function opened(directory: string) {
  const it = await openTerminal()
  it.connection.live({ takesImages: true, directory })
  await it.terminal.until('idle')
  return it
}

describe('/image', () => {
  it('IM6 sends the file to the host, and the next message takes it along, once', async () => {
    const directory = temporaryFolder()
    writeFileSync(join(directory, 'a shot.png'), png)
    const { terminal, connection } = await opened(directory)
    terminal.type("/image 'a shot.png'")
    terminal.press(keys.enter)
    await expect.poll(() => connection.madeCalls('upload').length).toBe(1)
    const [upload] = connection.madeCalls('upload')
    expect(upload?.params).toMatchObject({ size: png.length, at: 0, data: png.toString('base64') })
    upload?.answer({ have: png.length })
    await terminal.until('a shot.png goes with your next message (1 so far).')
    terminal.type('what is it?')
    terminal.press(keys.enter)
    terminal.type('and now?')
    terminal.press(keys.enter)
    const { image } = (upload?.params ?? {}) as { image: string }
    expect(connection.madeCalls('prompt').map(({ params }) => params)).toEqual([
      { text: 'what is it?', images: [image] },
      { text: 'and now?' },
    ])
  })

  it('IM6 says what cannot be sent, and sends nothing', async () => {
    const directory = temporaryFolder()
    writeFileSync(join(directory, 'notes.png'), 'not a picture')
    const { terminal, connection } = await opened(directory)
    terminal.type('/image notes.png')
    terminal.press(keys.enter)
    await terminal.until('notes.png was not attached: it is no PNG, JPEG, GIF or WebP.')
    terminal.type('/image missing.png')
    terminal.press(keys.enter)
    await terminal.until('missing.png was not attached')
    expect(connection.madeCalls('upload')).toEqual([])
  })

  it('IM3 IM6 an agent that takes none is told of at once', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    await terminal.until('idle')
    terminal.type('/image a.png')
    terminal.press(keys.enter)
    await terminal.until('This agent takes no pictures.')
  })

  it('a dropped file’s path is read as a terminal writes it', () => {
    expect(droppedPath(`'/a b/c.png' `)).toBe('/a b/c.png')
    expect(droppedPath('/a\\ b/c\\(1\\).png')).toBe('/a b/c(1).png')
  })
})
