// Runs another program to its end: quietly, or with its output shown; a failure is one clear sentence.

import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { root } from './fingerprint.mjs'

/**
 * @param {string} program
 * @param {string[]} parts
 * @param {{ failure: string, quiet?: boolean, environment?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} what it printed, where that was kept quiet
 */
export function run(program, parts, { failure, quiet = false, environment = process.env }) {
  return new Promise((resolve, reject) => {
    let printed = ''
    const child = spawn(program, parts, {
      cwd: root,
      env: environment,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: program.endsWith('.cmd'),
    })
    child.stdout?.on('data', (data) => (printed += data))
    child.stderr?.on('data', (data) => (printed += data))
    child.on('error', (error) => reject(new Error(`${failure} (${program}: ${error.message})`)))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(printed)
      else
        reject(
          new Error(`${tail(printed)}${failure} (${basename(program)} ${parts[0]}: ${signal ?? `exit code ${code}`})`),
        )
    })
  })
}

/** The npm that runs us, else the one on the path. */
export function npm(/** @type {string[]} */ parts, /** @type {{ failure: string }} */ options) {
  const running = process.env.npm_execpath
  return running && /^np[mx]-cli\.c?js$/.test(basename(running))
    ? run(process.execPath, [running.replace(/npx-cli/, 'npm-cli'), ...parts], { ...options, quiet: true })
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', parts, { ...options, quiet: true })
}

function tail(/** @type {string} */ text) {
  const lines = text.trimEnd().split('\n').slice(-30).join('\n')
  return lines === '' ? '' : `${lines}\n`
}
