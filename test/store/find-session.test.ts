// Finding a session by its id or by its directory, whatever else lies about.

import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findSession, newestSession } from '../../server/store/find-session.ts'
import { createTranscript } from '../../server/store/open-transcript.ts'
import { projectFolder } from '../../server/store/paths.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { temporaryFolder } from '../harness/temp.ts'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as TranscriptId

function saved(configFolder: string, directory: string, n: number, modified: number): string {
  const log = createTranscript({ configFolder, directory, id: uuid(n), version: '1', limits: defaultLimits })
  log.append([{ kind: 'prompt', uuid: uuid(1000 + n), text: `prompt ${n}` }])
  log.close()
  fs.utimesSync(log.path, modified, modified)
  return log.path
}

test('by id, with its directory and title, from any config folder', () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()]
  const file = saved(second, '/home/ada/work', 1, 100)
  expect(findSession([first, second], uuid(1))).toEqual({
    id: uuid(1),
    path: file,
    configFolder: second,
    directory: '/home/ada/work',
    title: 'prompt 1',
    modified: 100_000,
  })
  expect(findSession([first], uuid(1))).toBeUndefined()
  expect(findSession([first, second], `../${uuid(1)}`)).toBeUndefined()
  expect(findSession([path.join(first, 'missing')], uuid(1))).toBeUndefined()
})

test('the newest of a directory that has something to show, and no other directory’s', () => {
  const config = temporaryFolder()
  saved(config, '/home/ada/work', 1, 100)
  saved(config, '/home/ada/work', 2, 200)
  saved(config, '/home/ada/other', 3, 300)
  const folder = projectFolder(config, '/home/ada/work')
  fs.writeFileSync(path.join(folder, `${uuid(4)}.jsonl`), '')
  fs.writeFileSync(path.join(folder, 'notes.jsonl'), 'not a session')
  expect(newestSession([config], '/home/ada/work')?.id).toBe(uuid(2))
  expect(newestSession([config], '/home/ada')).toBeUndefined()
})

test('a link is no session, wherever it leads', () => {
  const config = temporaryFolder()
  const file = saved(config, '/home/ada/work', 1, 100)
  fs.symlinkSync(file, path.join(path.dirname(file), `${uuid(2)}.jsonl`))
  expect(findSession([config], uuid(2))).toBeUndefined()
  expect(newestSession([config], '/home/ada/work')?.id).toBe(uuid(1))
  const outside = saved(temporaryFolder(), '/home/ada/work', 3, 100)
  fs.symlinkSync(path.dirname(outside), path.join(config, 'projects', '-linked'))
  expect(findSession([config], uuid(3))).toBeUndefined()
})
