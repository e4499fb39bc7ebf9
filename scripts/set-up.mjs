// Makes carryon ready to run: installs its packages and builds it where that is not done yet, and says so.

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtStamp, fingerprint, root, textOf } from './fingerprint.mjs'
import { alone } from './one-at-a-time.mjs'
import { npm, run } from './run.mjs'

const installedStamp = join(root, 'node_modules', '.carryon-installed')

try {
  if (!isInstalled() || !isBuilt()) await alone(join(root, 'dist', '.set-up-lock'), setUp)
  if (process.argv.includes('--test')) {
    const { findOrInstallBrowser } = await import('./browser.mjs')
    await findOrInstallBrowser()
  }
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure)
  process.exitCode = 1
}

async function setUp() {
  if (!isInstalled()) {
    console.log('Installing the packages carryon is made of …')
    await npm(['ci', '--include=dev', '--no-audit', '--no-fund'], {
      failure: 'Installing the packages failed. Check the network, then run this again.',
    })
    writeFileSync(installedStamp, installation())
  }
  if (!isBuilt()) {
    console.log('Building carryon …')
    await run(process.execPath, [join(root, 'scripts', 'build.mjs')], {
      failure: 'The build failed, as told above. Where the sources are as they came, please report it.',
    })
  }
}

function isBuilt() {
  return textOf(builtStamp) === fingerprint()
}

function isInstalled() {
  if (textOf(installedStamp) === installation()) return true
  if (!holdsEverything()) return false
  writeFileSync(installedStamp, installation())
  return true
}

/** What is asked for and what npm last did here, as one hash: a later `npm ci --omit=dev` changes it, too. */
function installation() {
  return createHash('sha256').update(`${wanted()}\0${found()}`).digest('hex')
}

/** For whoever ran `npm install` by hand: whether npm's own record has all that the lock file names. */
function holdsEverything() {
  const [lock, record] = [packagesIn(wanted()), packagesIn(found())]
  if (!lock || !record) return false
  return Object.entries(lock).every(
    ([path, { version, optional }]) => path === '' || optional || record[path]?.version === version,
  )
}

/** @returns {Record<string, { version: string, optional?: boolean }> | undefined} */
function packagesIn(/** @type {string | undefined} */ lockFile) {
  try {
    return lockFile === undefined ? undefined : JSON.parse(lockFile).packages
  } catch {
    return undefined
  }
}

function wanted() {
  return textOf(join(root, 'package-lock.json'))
}

function found() {
  return textOf(join(root, 'node_modules', '.package-lock.json'))
}
