import { expect, onTestFinished, test } from 'vitest'
import { Screen } from './screen.ts'
import { temporaryFolder } from './temp.ts'
import { PseudoTerminal } from './terminal.ts'

/** What a program says just before it ends may be lost with its terminal: such a script ends with a `read`. */
function shell(script: string, size: { columns?: number; rows?: number } = {}): PseudoTerminal {
  const environment = { PATH: '/usr/bin:/bin' }
  const terminal = new PseudoTerminal({
    program: '/bin/sh',
    args: ['-c', script],
    environment,
    directory: temporaryFolder(),
    ...size,
  })
  onTestFinished(async () => void (await terminal.kill()))
  return terminal
}

test('a program reads what is typed and its output is on the screen', async () => {
  const terminal = shell('printf "name? "; read name; echo "hello, $name"; read end')
  await terminal.screen.waitFor(/name\?/)
  terminal.type('Ada\n')
  await terminal.screen.waitFor(/^hello, Ada$/m)
  terminal.press('enter')
  expect(await terminal.exit).toEqual({ code: 0, signal: undefined })
})

test('nothing of this process’s environment reaches the program', async () => {
  process.env.CARRYON_TEST_LEAK = 'leaked'
  onTestFinished(() => void delete process.env.CARRYON_TEST_LEAK)
  const terminal = shell('env; echo end; read line')
  await terminal.screen.waitFor(/^end$/m)
  expect(terminal.screen.text()).not.toMatch(/leaked|HOME=/)
})

test('a closed window hangs up on the program', async () => {
  const terminal = shell('trap "exit 7" HUP; echo ready; read line')
  await terminal.screen.waitFor(/ready/)
  expect(await terminal.hangUp()).toEqual({ code: 7, signal: undefined })
})

test('the program learns the window’s size, at first and when it changes', async () => {
  const terminal = shell('trap "stty size" WINCH; stty size; read line; read line', { columns: 60, rows: 20 })
  await terminal.screen.waitFor(/^20 60$/m)
  terminal.resize(100, 30)
  await terminal.screen.waitFor(/^30 100$/m)
})

test('a query is answered as a terminal would', async () => {
  const terminal = shell('stty raw -echo; printf "\\033[c"; head -c 4 | od -An -c; stty sane; read end')
  await terminal.screen.waitFor(/033 +\[ +\?/)
})

test('cells carry their text, colours and manner', async () => {
  const screen = new Screen(20, 2)
  await screen.write('\x1b[1;38;5;16;48;2;1;2;3mA\x1b[0;7mB\x1b[0m漢')
  const [first, second, wide, rest] = screen.cells()[0] ?? []
  expect(first).toMatchObject({ text: 'A', foreground: 16, background: '#010203', bold: true, inverse: false })
  expect(second).toMatchObject({ text: 'B', foreground: 'default', background: 'default', inverse: true })
  expect([wide?.text, wide?.width, rest?.text, rest?.width]).toEqual(['漢', 2, '', 0])
})

test('a wait that is not rewarded tells what the screen showed', async () => {
  const screen = new Screen(20, 2)
  await screen.write('something else')
  await expect(screen.waitFor(/wanted/, { timeout: 5 })).rejects.toThrow(/wanted.*something else/s)
})

test('what scrolled away is still found when asked for', async () => {
  const screen = new Screen(20, 2)
  await screen.write('first\r\nsecond\r\nthird')
  expect(screen.rows()).toEqual(['second', 'third'])
  await screen.waitFor(/^first$/m, { scrolledToo: true })
})
