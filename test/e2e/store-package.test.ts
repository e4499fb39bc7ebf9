// `carryon` as a stranger imports it: the store's functions with their types, from a project without our sources.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recorded } from '../harness/recorded.ts'
import { strangersProject } from '../harness/strangers-project.ts'
import { pathOf } from '../project/files.ts'

const program = `
import { followSession, getSessionPage, listSessions, searchSessions, type FoundText, type SessionInfo } from 'carryon'

const sessions: SessionInfo[] = await listSessions({ limit: 5, dir: process.argv[2] })
const id: string = sessions[0]?.sessionId ?? ''
const found: FoundText[] = await searchSessions('beans', { fullText: true })
const page = await getSessionPage(id, { limit: 1 })
const texts = page?.entries.flatMap((entry) => (entry.kind === 'reply' ? [entry.text] : [])) ?? []
const before: number | null | undefined = page?.before
for await (const { entries } of followSession(id)) {
  console.log(JSON.stringify({ sessions: sessions.length, found: found.length, texts, before, followed: entries.length }))
  break
}
// @ts-expect-error a limit is a number
await listSessions({ limit: 'all' })
`

test('it is imported with its types, and answers', () => {
  const project = strangersProject(['@types', 'undici-types', 'valibot'])
  const places = { configFolder: join(project, 'claude'), garden: join(project, 'garden') }
  mkdirSync(places.garden)
  recorded(places.configFolder, places.garden, ['water beans', 'weed leeks'])
  writeFileSync(join(project, 'program.ts'), program)
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
    outDir: 'out',
    noEmitOnError: true,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }))
  const tsc = pathOf('node_modules/typescript/bin/tsc')
  const checked = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
  expect(checked.stdout + checked.stderr).toBe('')
  const environment = { PATH: process.env['PATH'], HOME: project, CLAUDE_CONFIG_DIR: places.configFolder }
  const ran = spawnSync(process.execPath, [join(project, 'out', 'program.js'), places.garden], {
    env: environment,
    encoding: 'utf8',
  })
  expect(ran.stderr).toBe('')
  expect(JSON.parse(ran.stdout)).toMatchObject({ sessions: 1, found: 1, texts: ['answer to weed leeks'], followed: 4 })
})
