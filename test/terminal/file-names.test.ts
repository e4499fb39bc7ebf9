import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { FileNames } from '../../client/terminal/file-names.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { openTerminal } from './open-terminal.ts'
import { keys } from './virtual-terminal.ts'

function project(...files: string[]): string {
  const directory = temporaryFolder()
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), '')
  }
  return directory
}

async function written(directory: string, agent = 'claude') {
  const it = await openTerminal()
  it.connection.live({ directory, agent: { name: agent, label: 'Agent', sign: '>' } })
  await it.terminal.until('idle')
  return it
}

it('TM19 a name after @ is completed from the session’s directory, and Enter takes it into the prompt', async () => {
  const { terminal, connection } = await written(project('src/room.ts', 'src/deep/roomy.ts', 'notes of mine.md'))
  terminal.type('look at @room')
  await terminal.until(/→ src\/room\.ts[\s\S]*src\/deep\/roomy\.ts/)
  terminal.press(keys.enter)
  await terminal.until('> look at @src/room.ts')
  expect(connection.prompts()).toEqual([])
  terminal.type('and @mine')
  await terminal.until('→ notes of mine.md')
  terminal.press(keys.tab)
  await terminal.until('@"notes of mine.md"')
  terminal.press(keys.enter)
  expect(connection.prompts()).toEqual(['look at @src/room.ts and @"notes of mine.md"'])
})

it('TM19 a folder is gone into, in any line; with the shell, and within a word, @ is what it is', async () => {
  const directory = project('src/room.ts')
  const { terminal } = await written(directory)
  terminal.type('one')
  terminal.press(keys.shiftEnter)
  terminal.type('@sr')
  await terminal.until('→ src/')
  terminal.press(keys.tab)
  terminal.type('ro')
  await terminal.until('→ src/room.ts')
  const shell = await written(directory, 'shell')
  shell.terminal.type('ssh me@src @src')
  await shell.terminal.drawn()
  expect(shell.terminal.screen.text()).not.toContain('→')
})

it('TM19 what Git ignores is not offered, nor anything hidden or fetched where there is no Git', async () => {
  const files = ['kept.log', 'build/made.log', '.hidden/x.log', 'node_modules/a/x.log']
  const plain = project(...files)
  expect(await new FileNames(() => plain, Date.now).fitting('.log')).toEqual(['kept.log', 'build/made.log'])
  const git = project(...files)
  execFileSync('git', ['init', '-q'], { cwd: git })
  writeFileSync(join(git, '.gitignore'), 'build/\nnode_modules/\n')
  expect(await new FileNames(() => git, Date.now).fitting('.log')).toEqual(['kept.log', '.hidden/x.log'])
})

it('TM19 a list is made anew after a while, and letters in order are enough', async () => {
  const directory = project('client/terminal.ts')
  let now = 0
  const names = new FileNames(
    () => directory,
    () => now,
  )
  expect(await names.fitting('ctml')).toEqual(['client/terminal.ts'])
  writeFileSync(join(directory, 'new.ts'), '')
  expect(await names.fitting('new')).toEqual([])
  now = 6000
  expect(await names.fitting('new')).toEqual(['new.ts'])
})
