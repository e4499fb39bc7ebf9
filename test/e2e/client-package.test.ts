// `carryon/client` as a stranger has it: packed, unpacked into a project without the sources, and run from there.

import { execFile } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build as bundle } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { type Install, install, startCarryon } from '../harness/install.ts'
import { promptsIn } from '../harness/main-job.ts'
import { strangersProject } from '../harness/strangers-project.ts'
import type { PseudoTerminal } from '../harness/terminal.ts'
import { pathOf, textOf } from '../project/files.ts'

const run = promisify(execFile)

/** The program that the documentation shows. */
function example(): string {
  const [, code] = /```js\n(.*?)```/s.exec(textOf('docs/client.md')) ?? []
  if (code === undefined) throw new Error('docs/client.md shows no example.')
  return code
}

async function hosted(): Promise<{ where: Install; terminal: PseudoTerminal; address: string }> {
  const where = install()
  const terminal = startCarryon(where, ['--remote'], { rows: 50, columns: 100 })
  const [, address = ''] = await terminal.screen.waitFor(/Open in browser: (http\S+#[\w-]{22})(?!\S)/)
  return { where, terminal, address }
}

test('the example of the documentation runs, and comes again by what it kept', async () => {
  const { where, terminal, address } = await hosted()
  const folder = strangersProject()
  writeFileSync(join(folder, 'example.mjs'), example())
  const said = (given: string) =>
    run(process.execPath, ['example.mjs', given], { cwd: folder, env: {}, timeout: 30_000 }).then(
      ({ stdout }) => stdout,
    )
  const first = said(address)
  await terminal.screen.waitFor(/Always allow this exact line/)
  terminal.press('down', 'enter')
  expect(await first).toBe('prompt: echo hello\necho hello (done): hello\n\n')
  expect(statSync(join(folder, 'session.json')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'session.json'), 'utf8')).toContain('carryon.credentials')
  expect(await said(address.replace(/#.*/, ''))).toBe('prompt: echo hello\necho hello (done): hello\n\n')
  expect(promptsIn(where)).toEqual(['echo hello', 'echo hello'])
})

test('an address that opens nothing says what to do', async () => {
  const folder = strangersProject()
  writeFileSync(join(folder, 'example.mjs'), example())
  const told = async (given: string) => {
    const failure = await run(process.execPath, ['example.mjs', given], { cwd: folder, env: {} }).catch(
      (error) => error,
    )
    return /BadAddress: (.*)/.exec(failure.stderr)?.[1]
  }
  expect(await told('http://127.0.0.1:9/')).toMatch(/^Nothing is kept that opens this address/)
  expect(await told('http://127.0.0.1:9/#short')).toMatch(/code is incomplete.*\/session/)
  expect(await told('http://127.0.0.1:9/s/room#a.b')).toMatch(/link is incomplete.*\/share/)
  expect(await told('ws://127.0.0.1:9/')).toMatch(/begins with http/)
})

/** What the compiler has to say about a stranger's program. */
async function complaints(program: string, options: readonly string[], packages: readonly string[] = []) {
  const folder = strangersProject(['valibot', ...packages])
  writeFileSync(join(folder, 'program.ts'), program)
  const compile = [pathOf('node_modules/typescript/bin/tsc'), '--noEmit', '--strict', ...options, 'program.ts']
  const outcome = await run(process.execPath, compile, { cwd: folder }).catch(({ stdout }) => ({ stdout }))
  return outcome.stdout
}

const typed = `import { connect, type Connection, memoryKeep, shown, until } from 'carryon/client'
  export const session: Connection = connect('http://127.0.0.1/#x', { name: 'n', keep: memoryKeep() })
  export const text: string = shown(session.view).map((item) => (item.kind === 'tool' ? item.tool.output : '')).join()
  await until(session, () => session.view.state?.activity.is === 'idle')
  const { standing } = await session.call('prompt', { text })
  export const known: 'queued' | 'running' = standing
  // @ts-expect-error: no such call
  await session.call('nothing', {})`

test('its types are found and hold in Node, as do the store’s', async () => {
  const both = `${typed}
    import { listSessions } from 'carryon'
    export const title: string | undefined = (await listSessions())[0]?.summary`
  const options = ['--target', 'es2023', '--lib', 'es2023', '--types', 'node', '--module', 'nodenext']
  expect(await complaints(both, options, ['@types', 'undici-types'])).toBe('')
})

test('its types are found and hold for a browser', async () => {
  const options = ['--target', 'es2023', '--lib', 'es2023,dom', '--module', 'esnext', '--moduleResolution', 'bundler']
  expect(await complaints(typed, [...options, '--customConditions', 'browser'])).toBe('')
})

test('bundled for a browser it connects from a page of the host', async () => {
  const { where, terminal, address } = await hosted()
  const folder = strangersProject()
  writeFileSync(
    join(folder, 'page.js'),
    `import { connect, until } from 'carryon/client'
     globalThis.said = async (address) => {
       const session = connect(address, { name: 'a page' })
       await until(session, () => session.status.is === 'live')
       const { id, answered } = session.prompt('echo from a page')
       await answered
       await until(session, () => session.view.entries.some((entry) => entry.id === id))
       const { role } = session.self
       session.close()
       return { role, kept: localStorage.length }
     }`,
  )
  const bundled = await bundle({
    entryPoints: [join(folder, 'page.js')],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
  })
  const browser = await startChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(new URL('/health', address).href)
  await page.evaluate(bundled.outputFiles[0]?.text ?? '')
  const said = page.evaluate(`said(${JSON.stringify(address)})`)
  await terminal.screen.waitFor(/Allow this\?/)
  terminal.press('enter')
  expect(await said).toEqual({ role: 'owner', kept: 1 })
  expect(promptsIn(where)).toEqual(['echo from a page'])
})

test('the package holds what its exports name, and no sources', async () => {
  const packed = join(strangersProject(), 'node_modules', 'carryon')
  const { exports } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'))
  const named = JSON.stringify(exports).match(/\.\/dist[^"]*/g) ?? []
  expect(named.length).toBeGreaterThan(4)
  for (const path of named) expect(() => statSync(join(packed, path))).not.toThrow()
  expect(() => statSync(join(packed, 'client'))).toThrow()
})
