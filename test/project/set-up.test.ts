// `npm start` on a fresh clone and ever after, with a project so small that installing and building take no time.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/temp.ts'
import { pathOf } from './files.ts'

const installing = 'Installing the packages carryon is made of …\n'
const building = 'Building carryon …\n'

/** A project with our scripts, one package of its own, and a build that notes that it was run. */
function smallProject() {
  const folder = temporaryFolder()
  const write = (name: string, text: string | object) =>
    writeFileSync(join(folder, name), typeof text === 'string' ? text : JSON.stringify(text))
  for (const name of ['scripts', 'shared', 'server', 'client', 'dist', 'part']) mkdirSync(join(folder, name))
  for (const name of readdirSync(pathOf('scripts'))) {
    if (name.endsWith('.mjs')) copyFileSync(join(pathOf('scripts'), name), join(folder, 'scripts', name))
  }
  write(
    'scripts/build.mjs',
    `import { appendFileSync, writeFileSync } from 'node:fs'
     import { builtStamp, fingerprint } from './fingerprint.mjs'
     appendFileSync('builds', 'x')
     writeFileSync(builtStamp, fingerprint())`,
  )
  write('server/main.ts', 'export {}')
  for (const name of ['tsconfig.base.json', 'tsconfig.types.json']) write(name, '{}')
  write('part/package.json', { name: 'part', version: '1.0.0' })
  const declared = { name: 'small', version: '1.0.0', devDependencies: { part: 'file:part' } }
  write('package.json', declared)
  const link = { resolved: 'part', link: true }
  const packages = { '': declared, part: { version: '1.0.0', dev: true }, 'node_modules/part': link }
  write('package-lock.json', { ...declared, devDependencies: undefined, lockfileVersion: 3, requires: true, packages })
  return { folder, write, builds: () => readFileSync(join(folder, 'builds'), 'utf8').length }
}

async function ready(
  folder: string,
  environment: Record<string, string> = {},
  options: readonly string[] = [],
  args: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...options, join(folder, 'scripts', 'ready.mjs'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, npm_config_cache: join(folder, '.npm'), ...environment },
  })
  let [printed, complained] = ['', '']
  child.stdout.on('data', (data) => (printed += data))
  child.stderr.on('data', (data) => (complained += data))
  const [code] = await once(child, 'close')
  return { code, printed, complained }
}

test('a fresh clone is installed and built, once, in words', async () => {
  const { folder, builds } = smallProject()
  expect(await ready(folder)).toEqual({ code: 0, printed: installing + building, complained: '' })
  expect(await ready(folder)).toEqual({ code: 0, printed: '', complained: '' })
  expect(builds()).toBe(1)
})

test('packages for the build are installed also where npm is told to leave them out', async () => {
  const { folder } = smallProject()
  await ready(folder, { NODE_ENV: 'production', npm_config_omit: 'dev' })
  expect(readdirSync(join(folder, 'node_modules'))).toContain('part')
})

test('what changed is done again, and nothing else', async () => {
  const { folder, write } = smallProject()
  await ready(folder)
  write('server/main.ts', 'export const changed = true')
  expect((await ready(folder)).printed).toBe(building)
  rmSync(join(folder, 'dist'), { recursive: true })
  expect((await ready(folder)).printed).toBe(building)
  rmSync(join(folder, 'node_modules'), { recursive: true })
  expect((await ready(folder)).printed).toBe(installing)
})

test('a build that fails is told and is tried again next time', async () => {
  const { folder, write } = smallProject()
  write('scripts/build.mjs', `console.error('main.ts:1: this is wrong'); process.exit(1)`)
  for (const first of [true, false]) {
    const { code, printed, complained } = await ready(folder)
    expect([code, printed]).toEqual([1, first ? installing + building : building])
    expect(complained).toMatch(/main\.ts:1: this is wrong\nThe build failed, as told above\./)
  }
})

test('an install that fails says so and leaves nothing that looks installed', async () => {
  const { folder, write } = smallProject()
  write('package-lock.json', { name: 'small', lockfileVersion: 3, packages: {} })
  for (const _ of [1, 2]) {
    const { code, printed, complained } = await ready(folder)
    expect([code, printed]).toEqual([1, installing])
    expect(complained).toMatch(/Installing the packages failed\. Check the network, then run this again\./)
  }
})

test('two starts at once do the work once', async () => {
  const { folder, builds } = smallProject()
  const both = await Promise.all([ready(folder), ready(folder)])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(builds()).toBe(1)
})

test('a start that died while it was setting up is not waited for', async () => {
  const { folder, write } = smallProject()
  const dead = spawn(process.execPath, ['-e', ''])
  await once(dead, 'close')
  write('dist/.set-up-lock', String(dead.pid))
  expect((await ready(folder)).printed).toBe(installing + building)
})

test.each(['v18.20.8', 'v20.18.3'])('Node %s is turned away with one sentence', async (version) => {
  const { folder, write } = smallProject()
  write(
    'pretend.cjs',
    `Object.defineProperty(process, 'version', { value: '${version}' })
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version.slice(1)}' } })`,
  )
  const { code, printed, complained } = await ready(folder, {}, ['--require', join(folder, 'pretend.cjs')])
  expect([code, printed]).toEqual([1, ''])
  expect(complained).toBe(
    `carryon needs Node 20.19 or newer; this is ${version}. Install one from https://nodejs.org.\n`,
  )
})

test('tests are told at once when the browser they are to use is not there', async () => {
  const { folder } = smallProject()
  const { code, complained } = await ready(folder, { CHROMIUM: join(folder, 'no-browser') }, [], ['--test'])
  expect(code).toBe(1)
  expect(complained).toMatch(/^CHROMIUM names .*no-browser, which does not exist\. Correct it or leave it out\.\n$/)
})
