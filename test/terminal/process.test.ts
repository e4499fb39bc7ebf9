import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { keptFolder } from '../harness/temp.ts'
import { PseudoTerminal } from '../harness/terminal.ts'

const { path: folder, remove } = keptFolder()
const program = join(folder, 'terminal.mjs')

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'leaves-by-a-signal.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requires } from 'node:module'; const require = requires(import.meta.url);",
    },
  })
})

afterAll(remove)

async function started(how: string) {
  const terminal = new PseudoTerminal({
    program: '/bin/sh',
    // A shell around it shows that the terminal is usable again: its mode, its cursor and its place. It stays until it
    // is hung up on, for what a program prints as it ends may be lost.
    args: [
      '-c',
      `"$0" "$1" "$2"; echo "left with $?"; read line; echo "read $line"; read end`,
      process.execPath,
      program,
      how,
    ],
    environment: { PATH: process.env.PATH ?? '', HOME: folder },
    directory: folder,
  })
  onTestFinished(async () => {
    await terminal.hangUp()
  })
  let written = ''
  const write = terminal.screen.write.bind(terminal.screen)
  terminal.screen.write = (data) => {
    written += data
    return write(data)
  }
  await terminal.screen.waitFor(/idle/)
  return { terminal, written: () => written }
}

async function usableAgain({ terminal, written }: Awaited<ReturnType<typeof started>>): Promise<void> {
  expect(written().lastIndexOf('\x1b[?25h')).toBeGreaterThan(written().lastIndexOf('\x1b[?25l'))
  expect(written().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(written().lastIndexOf('\x1b[?2004h'))
  terminal.type('hello\n')
  await terminal.screen.waitFor(/hello\s+read hello/)
  expect(terminal.screen.text()).toContain('$ a prompt')
}

it('TM4 leaving by Ctrl-D gives the terminal back', async () => {
  const opened = await started('')
  opened.terminal.press('ctrl-d')
  await opened.terminal.screen.waitFor(/To carry on[\s\S]*quit\s+left with 0/)
  await usableAgain(opened)
})

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('TM4 %s gives the terminal back', async (signal) => {
  const opened = await started('')
  // The shell's only child is the program.
  const children = `/proc/${opened.terminal.processId}/task/${opened.terminal.processId}/children`
  process.kill(Number(readFileSync(children, 'utf8').trim()), signal)
  await opened.terminal.screen.waitFor(/ended\s+left with 0/)
  await usableAgain(opened)
})

it('TM4 a crash gives the terminal back, and its message can be read', async () => {
  const opened = await started('crash')
  opened.terminal.type('!')
  await opened.terminal.screen.waitFor(/a bug[\s\S]*left with 1/)
  await usableAgain(opened)
})

it('TM4 an exit from elsewhere gives the terminal back', async () => {
  const opened = await started('exit')
  opened.terminal.type('!')
  await opened.terminal.screen.waitFor(/left with 3/)
  await usableAgain(opened)
})

it('TM4 a window that is closed ends it', async () => {
  const { terminal } = await started('')
  await terminal.hangUp()
  await expect(terminal.exit).resolves.toBeDefined()
})
