// Installs the official Claude Agent SDK for the differential tests, in a folder of its own that git ignores.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { npm } from './run.mjs'

const name = '@anthropic-ai/claude-agent-sdk'
const version = '0.3.330'
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '.test-tools', 'official-sdk')
const installed = join(folder, 'node_modules', ...name.split('/'))

/** Installs it where it is missing; its native program (300 MB) is left out. */
export async function installOfficialSdk() {
  if (installedVersion() === version) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true })}\n`)
  const options = ['--omit=optional', '--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
  await npm(['install', '--prefix', folder, ...options, `${name}@${version}`], {
    failure: `npm could not install ${name}@${version}, which the differential tests compare with.`,
  })
}

/** The module's address for `import()`. */
export const officialSdk = () => pathToFileURL(join(installed, 'sdk.mjs')).href

function installedVersion() {
  const file = join(installed, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installOfficialSdk()
