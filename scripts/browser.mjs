// The browser that tests need: finds one, else installs one in the way that suits the machine, and says which.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { root } from './fingerprint.mjs'
import { run } from './run.mjs'

export async function findOrInstallBrowser() {
  if (process.env.CHROMIUM && !existsSync(process.env.CHROMIUM)) {
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which does not exist. Correct it or leave it out.`)
  }
  if (await findChromium()) return
  if (isRoot() && distribution() === 'debian') await byApt()
  else await byPlaywright()
  const path = await findChromium()
  if (!path) throw new Error('A browser was installed but is not to be found. Set CHROMIUM to the path of a Chromium.')
  console.log(`Tests use the browser ${path}.`)
}

async function byApt() {
  console.log('No Chromium found: installing Debian’s, with a font, by apt-get …')
  const quietly = { quiet: true, environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const failure = 'Installing Chromium by apt-get failed. Install a Chromium, or set CHROMIUM to the path of one.'
  await run('apt-get', ['update'], { ...quietly, failure })
  const packages = ['chromium', 'fonts-dejavu-core']
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { ...quietly, failure })
}

/** As root Playwright also installs the libraries that the browser needs, where it knows the system. */
async function byPlaywright() {
  console.log('No Chromium found: downloading Playwright’s own …')
  const parts = [join(root, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']
  await run(process.execPath, isRoot() ? [...parts, '--with-deps'] : parts, {
    quiet: true,
    failure: 'Playwright’s download of Chromium failed. Install a Chromium, or set CHROMIUM to the path of one.',
  })
}

function isRoot() {
  return process.getuid?.() === 0
}

function distribution() {
  if (!existsSync('/etc/os-release')) return undefined
  return /^ID="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
}
