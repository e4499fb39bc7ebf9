// Where there is no browser to test with, one is got in the way that suits the machine; here nothing is really installed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/temp.ts'
import { pathOf } from './files.ts'

/** Scripts beside a stand-in for playwright-core, and a folder of programs that is the whole path. */
function machine() {
  const folder = temporaryFolder()
  const programs = join(folder, 'programs')
  const playwright = join(folder, 'node_modules', 'playwright-core')
  for (const path of ['scripts', 'programs', 'node_modules/playwright-core']) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  for (const name of readdirSync(pathOf('scripts'))) {
    copyFileSync(join(pathOf('scripts'), name), join(folder, 'scripts', name))
  }
  const own = join(playwright, 'chrome')
  writeFileSync(join(playwright, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
  writeFileSync(
    join(playwright, 'index.js'),
    `export const chromium = { executablePath: () => ${JSON.stringify(own)} }`,
  )
  const cli = `import { writeFileSync } from 'node:fs'
    writeFileSync(${JSON.stringify(join(folder, 'asked'))}, 'playwright ' + process.argv.slice(2).join(' '))
    writeFileSync(${JSON.stringify(own)}, '')`
  writeFileSync(join(playwright, 'cli.js'), cli)
  return { folder, programs, own }
}

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

async function findOrInstall({ folder, programs }: ReturnType<typeof machine>, user: number) {
  writeFileSync(join(folder, 'user.cjs'), `process.getuid = () => ${user}`)
  const run = `import { findOrInstallBrowser } from './scripts/browser.mjs'
    await findOrInstallBrowser().catch((failure) => { console.error(failure.message); process.exitCode = 1 })`
  writeFileSync(join(folder, 'run.mjs'), run)
  const child = spawn(process.execPath, ['--require', './user.cjs', 'run.mjs'], {
    cwd: folder,
    env: { PATH: programs },
  })
  let [printed, complained] = ['', '']
  child.stdout.on('data', (data) => (printed += data))
  child.stderr.on('data', (data) => (complained += data))
  const [code] = await once(child, 'close')
  const asked = existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : ''
  return { code, printed, complained, asked }
}

test('a browser that is there is used without a word', async () => {
  const it = machine()
  program(join(it.programs, 'google-chrome'), '')
  expect(await findOrInstall(it, 1000)).toEqual({ code: 0, printed: '', complained: '', asked: '' })
})

test('somebody who is not root gets Playwright’s', async () => {
  const it = machine()
  const { code, printed, asked } = await findOrInstall(it, 1000)
  expect([code, asked]).toEqual([0, 'playwright install chromium'])
  expect(printed).toBe(`No Chromium found: downloading Playwright’s own …\nTests use the browser ${it.own}.\n`)
})

const isDebian = existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))

test.runIf(isDebian)('root on Debian gets Debian’s, after the lists were brought up to date', async () => {
  const it = machine()
  const chromium = join(it.programs, 'chromium')
  const note = join(it.folder, 'asked')
  const install = `[ "$1" = update ] || : > ${chromium}`
  program(join(it.programs, 'apt-get'), `echo "$@" >> ${note}\n${install}`)
  const { code, printed, asked } = await findOrInstall(it, 0)
  expect([code, asked]).toEqual([0, 'update\ninstall --yes --no-install-recommends chromium fonts-dejavu-core\n'])
  expect(printed).toContain(`Tests use the browser ${chromium}.`)
})

test.runIf(isDebian)('an installation that fails shows why and says what to do', async () => {
  const it = machine()
  program(join(it.programs, 'apt-get'), 'echo "E: no network"; exit 100')
  const { code, complained } = await findOrInstall(it, 0)
  expect(code).toBe(1)
  expect(complained).toMatch(
    /^E: no network\nInstalling Chromium by apt-get failed\. .*set CHROMIUM.*exit code 100\)\n$/,
  )
})
