// The sessions of a machine as its devices ask for them.

import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTranscript } from '../../server/store/open-transcript.ts'
import { NotThere, SessionLibrary } from '../../server/store/session-library.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { recorded } from '../harness/recorded.ts'
import { temporaryFolder } from '../harness/temp.ts'

function aLibrary() {
  const home = temporaryFolder()
  const project = join(home, 'project')
  mkdirSync(project)
  const configFolder = join(home, 'claude')
  const library = new SessionLibrary({ home, platform: 'linux', environment: { CLAUDE_CONFIG_DIR: configFolder } })
  let minutes = 0
  const record = (directory: string, prompts: readonly string[]) => {
    const session = recorded(configFolder, directory, prompts)
    utimesSync(session.path, 1_700_000_000 + 60 * ++minutes, 1_700_000_000 + 60 * minutes)
    return session
  }
  return { home, project, configFolder, library, record }
}

test('lists what fits, the newest first, a part at a time, and says how many there are', async () => {
  const { home, project, library, record } = aLibrary()
  const [beans, leeks, pears] = [
    record(project, ['water beans']),
    record(project, ['weed leeks']),
    record(home, ['eat']),
  ]
  const ids = async (query: Parameters<SessionLibrary['list']>[1]) => {
    const { sessions, total } = await library.list(project, query)
    return [total, ...sessions.map(({ session }) => session)]
  }
  expect(await ids({})).toEqual([2, leeks.id, beans.id])
  expect(await ids({ all: true })).toEqual([3, pears.id, leeks.id, beans.id])
  expect(await ids({ all: true, limit: 1, offset: 1 })).toEqual([3, leeks.id])
  expect(await ids({ search: 'BEANS' })).toEqual([1, beans.id])
  expect((await library.list(project, { search: 'beans' })).sessions[0]).toMatchObject({
    title: 'water beans',
    directory: project,
    size: readFileSync(beans.path).length,
    modified: new Date(1_700_000_060_000).toISOString(),
  })
})

test('a glance shows the end of what was said; names and tags are in the list; a fork is another session', async () => {
  const { project, configFolder, library, record } = aLibrary()
  const { id, path } = record(
    project,
    Array.from({ length: 20 }, (_, at) => `prompt ${at}`),
  )
  expect(library.glance(id).at(-1)).toMatchObject({ kind: 'reply', text: 'answer to prompt 19' })
  expect(library.glance(id).length).toBeLessThan(10)
  library.rename(id, 'Beans')
  library.tag(id, 'garden')
  const before = readFileSync(path, 'utf8')
  const fork = await library.fork(id)
  expect(readFileSync(path, 'utf8')).toBe(before)
  const { sessions } = await library.list(project, {})
  const titles = sessions.map(({ session, title, tag }) => [session, title, tag])
  expect(titles).toContainEqual([id, 'Beans', 'garden'])
  expect(titles).toContainEqual([fork, 'Beans (fork)', undefined])
  const opened = openTranscript({ configFolder, directory: project, id: fork, version: '0', limits: defaultLimits })
  expect(opened.page(undefined, 50).entries.filter(({ kind }) => kind === 'prompt')).toHaveLength(20)
  opened.close()
})

test('what is not there is said, and neither `..` nor a link leads out of the store', async () => {
  const { home, project, configFolder, library, record } = aLibrary()
  const { path } = record(project, ['secret'])
  const linked = randomUUID()
  const outside = recorded(join(home, 'elsewhere'), project, ['outside'])
  symlinkSync(outside.path, join(path, '..', `${linked}.jsonl`))
  symlinkSync(join(outside.path, '..'), join(configFolder, 'projects', 'linked'))
  const ids = [linked, outside.id, randomUUID(), '', '..', `../../${outside.id}`, '/etc/passwd', 'a/b']
  for (const id of ids as TranscriptId[]) {
    for (const act of [
      async () => library.glance(id),
      async () => library.rename(id, 'x'),
      async () => library.tag(id, 'x'),
      async () => library.fork(id),
    ]) {
      await expect(act(), id).rejects.toThrow(NotThere)
    }
  }
  const { sessions } = await library.list(project, { all: true })
  expect(sessions.map(({ title }) => title)).toEqual(['secret'])
})

test('SE8 what was asked last in a session is told by itself, in full', async () => {
  const { project, library, record } = aLibrary()
  const prompts = Array.from({ length: 150 }, (_, at) => `prompt ${at}`)
  const { id } = record(project, [...prompts, 'long '.repeat(1000).trim()])
  const asked = library.prompts(id)
  expect(asked.every(({ kind }) => kind === 'prompt')).toBe(true)
  expect(asked.length).toBeGreaterThan(90)
  expect(asked.at(-2)).toMatchObject({ text: 'prompt 149' })
  expect(asked.at(-1)).toMatchObject({ text: 'long '.repeat(1000).trim() })
  expect(() => library.prompts(randomUUID())).toThrow(NotThere)
})

test('SE10 a copy that ends before a prompt has nothing of what was taken back before it was written', async () => {
  const { project, configFolder, library, record } = aLibrary()
  const { id, path } = record(project, ['plant beans', 'water beans'])
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const answer = lines.map((line) => JSON.parse(line)).find(({ type }) => type === 'assistant')
  const [anew, loose] = [randomUUID(), randomUUID()]
  const said = (uuid: string, parentUuid: string | null) =>
    `${JSON.stringify({ ...JSON.parse(lines[0] ?? ''), uuid, parentUuid, message: { role: 'user', content: 'eat them' } })}\n`
  appendFileSync(path, said(anew, answer.uuid))
  const shown = (fork: TranscriptId) => {
    const opened = openTranscript({ configFolder, directory: project, id: fork, version: '0', limits: defaultLimits })
    const { entries } = opened.page(undefined, 50)
    opened.close()
    return entries.map((entry) => ('text' in entry ? entry.text : entry.kind))
  }
  expect(shown(await library.fork(id, { before: anew }))).toEqual(['plant beans', 'answer to plant beans'])
  // What it follows is in no file: it goes on from the line above it.
  appendFileSync(path, said(loose, randomUUID()))
  expect(shown(await library.fork(id, { before: loose }))).toEqual(['plant beans', 'answer to plant beans', 'eat them'])
})
