// What a list keeps of the files: it is as the files are, whatever was done to them since.

import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { getSessionInfo, listSessions } from '../../server/store/index.ts'
import { prompt, session, text, title } from './claude-lines.ts'
import { save, sharedConfig } from './saved.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const titles = async () => (await listSessions()).map(({ summary }) => summary)

/** Long enough ago that what was read is kept. */
const later = () => {
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 60_000)
}

test('a file that did not change is not read again; one that grew, was replaced or is gone is', async () => {
  const config = sharedConfig()
  const path = save(config, [prompt(1, null, 'first')])
  later()
  expect(await titles()).toEqual(['first'])
  const open = vi.spyOn(fs, 'openSync')
  expect(await titles()).toEqual(['first'])
  expect(open).not.toHaveBeenCalled()
  fs.appendFileSync(path, text([title('second')]))
  expect(await titles()).toEqual(['second'])
  expect((await getSessionInfo(session))?.fileSize).toBe(fs.statSync(path).size)
  fs.writeFileSync(`${path}.new`, text([prompt(1, null, 'third')]))
  fs.renameSync(`${path}.new`, path)
  expect(await titles()).toEqual(['third'])
  fs.rmSync(path)
  expect(await titles()).toEqual([])
})

test('a change that keeps the size and sets the time back is seen', async () => {
  const path = save(sharedConfig(), [prompt(1, null, 'beans')], { modified: 1000 })
  later()
  expect(await titles()).toEqual(['beans'])
  const changed = fs.statSync(path).ctimeMs
  // The file system's clock goes in steps.
  while (fs.statSync(path).ctimeMs === changed) {
    fs.writeFileSync(path, text([prompt(1, null, 'leeks')]))
    fs.utimesSync(path, 1000, 1000)
  }
  expect(await titles()).toEqual(['leeks'])
})

test('of what changed a moment ago nothing is kept: the next change may bear the same time', async () => {
  const path = save(sharedConfig(), [prompt(1, null, 'beans')])
  const { ctimeMs } = fs.statSync(path)
  vi.spyOn(Date, 'now').mockReturnValue(ctimeMs + 1)
  expect(await titles()).toEqual(['beans'])
  const open = vi.spyOn(fs, 'openSync')
  expect(await titles()).toEqual(['beans'])
  expect(open).toHaveBeenCalled()
})
