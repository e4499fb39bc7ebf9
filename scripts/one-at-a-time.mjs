// One process at a time: a second `npm start` waits for the first to finish setting up instead of doing it as well.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { textOf } from './fingerprint.mjs'

/** Runs `work` while holding the lock at `path`; a lock whose process has ended is taken over. */
export async function alone(/** @type {string} */ path, /** @type {() => Promise<void>} */ work) {
  mkdirSync(dirname(path), { recursive: true })
  for (let told = false; !taken(path); ) {
    const holder = Number(textOf(path))
    if (holder && !isRunning(holder)) rmSync(path, { force: true })
    else {
      if (!told) console.log(`Waiting for another start of carryon (process ${holder}) to finish setting up …`)
      told = true
      await wait(200)
    }
  }
  try {
    await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function taken(/** @type {string} */ path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'EEXIST') return false
    throw failure
  }
}

function isRunning(/** @type {number} */ id) {
  try {
    process.kill(id, 0)
    return true
  } catch (failure) {
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM'
  }
}
