// Folders and files that may not be read hide none of the others, as whoever is not root finds them: `sudo claude` leaves such.

import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { projectsFolder } from '../../server/store/paths.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { pathOf } from '../project/files.ts'
import { prompt, session } from './claude-lines.ts'
import { save } from './saved.ts'

/** Nobody's id: root may read everything. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const closed = '22222222-2222-4222-8222-222222222222'

const program = `
import * as library from ${JSON.stringify(pathOf('server/store/index.ts'))}
import { findSession, newestSession } from ${JSON.stringify(pathOf('server/store/find-session.ts'))}
const [config, session, closed] = process.argv.slice(2)
process.env.CLAUDE_CONFIG_DIR = config
const asks = {
  list: async () => (await library.listSessions()).length,
  newest: async () => (await library.listSessions({ limit: 5 })).length,
  inDirectory: () => library.listSessions({ dir: '/a' }),
  info: async () => (await library.getSessionInfo(session)).summary,
  infoOfClosed: () => library.getSessionInfo(closed),
  messages: async () => (await library.getSessionMessages(session)).length,
  messagesOfClosed: () => library.getSessionMessages(closed),
  subagents: () => library.listSubagents(session),
  page: async () => (await library.getSessionPage(session)).entries.length,
  search: async () => (await library.searchSessions('hello', { fullText: true })).length,
  rename: () => library.renameSession(session, 'Beans'),
  renameClosed: () => library.renameSession(closed, 'Beans'),
  fork: async () => typeof (await library.forkSession(session)).sessionId,
  found: async () => findSession([config], session).title,
  newestFound: async () => newestSession([config], '/b')?.id,
}
const answers = {}
for (const [name, ask] of Object.entries(asks)) {
  answers[name] = await ask().then((value) => value ?? null, (error) => error.message)
}
console.log(JSON.stringify(answers))
`

test('a folder and a file that may not be read hide none of the others', async () => {
  const folder = temporaryFolder()
  const config = path.join(folder, 'config')
  const script = path.join(folder, 'program.mjs')
  await build({
    stdin: { contents: program, resolveDir: folder },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  })
  const locked = path.dirname(save(config, [prompt(1, null, 'hello')], { id: closed, project: '-a' }))
  const unreadable = save(config, [prompt(1, null, 'hello')], { id: closed, project: '-b' })
  const readable = save(config, [prompt(1, null, 'hello')], { project: '-b' })
  for (const open of [folder, config, projectsFolder(config)]) fs.chmodSync(open, 0o755)
  for (const open of [path.dirname(readable), readable]) fs.chmodSync(open, 0o777)
  fs.chmodSync(unreadable, 0o000)
  fs.chmodSync(locked, 0o000)
  onTestFinished(() => fs.chmodSync(locked, 0o700))
  const ran = spawnSync(process.execPath, [script, config, session, closed], { encoding: 'utf8', ...nobody })
  expect(ran.stderr).toBe('')
  expect(JSON.parse(ran.stdout)).toEqual({
    list: 1,
    newest: 1,
    inDirectory: [],
    info: 'hello',
    infoOfClosed: null,
    messages: 1,
    messagesOfClosed: [],
    subagents: [],
    page: 1,
    search: 1,
    rename: null,
    renameClosed: expect.stringMatching(/could not|may not/i),
    fork: 'string',
    found: 'Beans',
    newestFound: expect.any(String),
  })
})
