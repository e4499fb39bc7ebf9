// The built command on a machine of its own: a home, a project, nothing of this machine's.

import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temp.ts'
import { PseudoTerminal } from './terminal.ts'

export const command = fileURLToPath(new URL('../../dist/carryon.mjs', import.meta.url))
const ready = fileURLToPath(new URL('../../scripts/ready.mjs', import.meta.url))

export interface Install {
  /** Where carryon is started. */
  readonly project: string
  /** Where transcripts are. */
  readonly configFolder: string
  readonly carryonHome: string
  /** All that the command is told of the world. */
  readonly environment: Readonly<Record<string, string>>
}

export function install(): Install {
  const folder = temporaryFolder()
  const [home, project] = [join(folder, 'home'), join(folder, 'project')]
  for (const path of [home, project]) mkdirSync(path)
  const configFolder = join(home, '.claude')
  const carryonHome = join(home, '.carryon')
  const environment = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    SHELL: '/bin/sh',
    CLAUDE_CONFIG_DIR: configFolder,
    CARRYON_HOME: carryonHome,
    CARRYON_HOST: '127.0.0.1',
    CARRYON_AGENT: 'shell',
  }
  return { project, configFolder, carryonHome, environment }
}

export interface StartOptions {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts the command in a terminal; at the end of the test its window is closed, if it still has one. */
export function startCarryon(where: Install, args: readonly string[], options: StartOptions = {}): PseudoTerminal {
  build()
  const terminal = new PseudoTerminal({
    program: process.execPath,
    args: [command, ...args],
    environment: { ...where.environment, ...options.environment },
    directory: where.project,
    columns: options.columns,
    rows: options.rows,
  })
  onTestFinished(async () => {
    const late = setTimeout(() => void terminal.kill(), 5000)
    await terminal.hangUp()
    clearTimeout(late)
  })
  return terminal
}

let built = false

/** What is tested is what the sources say now, also where somebody runs one test by hand. */
export function build(): void {
  if (built) return
  execFileSync(process.execPath, [ready], { stdio: ['ignore', 'ignore', 'inherit'] })
  built = true
}

/**
 * A port that was free a moment ago, and will be when a host comes back to it: neither another test's host begins with it,
 * as with the usual ones, nor does the system give it to a connection.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const server = createServer().listen(port, '127.0.0.1')
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    server.close()
    if (free) return port
  }
}
