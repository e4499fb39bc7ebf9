// The budgets of the built command: from its start to the code on the screen, its memory at rest, what a phone loads first.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { firstLoad, pageFiles, roomLoad, sizeOf } from '../harness/first-load.ts'
import { PseudoTerminal } from '../harness/terminal.ts'
import { finish, median, now, tell } from './measure.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'carryon-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const command = join(root, 'dist', 'carryon.mjs')
const bare = join(folder, 'bare.mjs')
await build({
  entryPoints: [join(root, 'test', 'bench', 'bare-host.ts')],
  outfile: bare,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'error',
})

const runs = Number(process.env.RUNS ?? 9)
/** Rows of a code: blocks side by side. */
const hasCode = (text: string): boolean => text.split('\n').filter((row) => /[▀▄█]{4}/.test(row)).length > 10

function start(program: string, args: readonly string[]): PseudoTerminal {
  const home = mkdtempSync(join(folder, 'home-'))
  const project = join(home, 'project')
  mkdirSync(project)
  return new PseudoTerminal({
    program: process.execPath,
    args: [program, ...args],
    environment: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      SHELL: '/bin/sh',
      CARRYON_HOME: join(home, '.carryon'),
      CLAUDE_CONFIG_DIR: join(home, '.claude'),
      CARRYON_HOST: '127.0.0.1',
      CARRYON_AGENT: 'shell',
    },
    directory: project,
    columns: 100,
    rows: 50,
  })
}

async function toCode(program: string, args: readonly string[]): Promise<number> {
  const began = now()
  const terminal = start(program, args)
  await terminal.screen.waitFor(hasCode)
  const took = now() - began
  await terminal.kill()
  return took
}

const [ours, floor]: [number[], number[]] = [[], []]
for (let run = 0; run <= runs; run++) {
  const pair = [await toCode(command, ['--remote']), await toCode(bare, [])]
  // The first ones only warm up the disk.
  if (run === 0) continue
  ours.push(pair[0] ?? 0)
  floor.push(pair[1] ?? 0)
}
tell('start to code, carryon --remote', median(ours), 'ms')
tell('start to code, bare hono + ws + code, bundled', median(floor), 'ms')
tell('start to code against bare', median(ours) / median(floor), '×', 1.5)

const atRest = start(command, ['--remote'])
await atRest.screen.waitFor(hasCode)
await new Promise((done) => setTimeout(done, 5000))
const status = readFileSync(`/proc/${atRest.processId}/status`, 'utf8')
tell('memory at rest with one room', Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024, 'MiB', 80)
await atRest.kill()

const page = pageFiles(join(root, 'dist', 'phone'))
// 40 KB, of which bytes are counted by the thousand.
tell('phone, first load, gzip', sizeOf(firstLoad(page)) / 1024, 'KiB', 39.06)
tell('phone, the room that comes after it', sizeOf(roomLoad(page)) / 1024, 'KiB')
finish()
process.exit()
