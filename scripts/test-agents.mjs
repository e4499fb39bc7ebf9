// Installs the real agents that `npm run test:agents` drives, each in a folder of its own that git ignores: those whose
// folders are given, else all.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './fingerprint.mjs'
import { npm } from './run.mjs'

const agents = [
  { folder: 'claude-agent-acp', name: '@agentclientprotocol/claude-agent-acp', version: '0.101.0' },
  { folder: 'opencode', name: 'opencode-ai', version: '1.18.33' },
  { folder: 'gemini-cli', name: '@google/gemini-cli', version: '0.61.0' },
]

const chosen = process.argv.slice(2)

for (const agent of agents) {
  if (chosen.length > 0 && !chosen.includes(agent.folder)) continue
  try {
    await install(agent)
  } catch (failure) {
    const told = failure instanceof Error ? failure.message : String(failure)
    console.error(`\n!!! SKIPPED: the tests with ${agent.name}. ${told}\n`)
    // Where nobody reads along, what was not tested must not look tested.
    if (process.env.CI) process.exitCode = 1
  }
}

async function install(/** @type {{ folder: string, name: string, version: string }} */ { folder, name, version }) {
  const path = join(root, '.test-tools', folder)
  const manifest = join(path, 'node_modules', ...name.split('/'), 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version) return
  console.log(`Installing ${name}@${version} for the tests with real agents …`)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'package.json'), `${JSON.stringify({ private: true })}\n`)
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
  await npm(['install', '--prefix', path, ...options, `${name}@${version}`], {
    failure: `npm could not install ${name}@${version}.`,
  })
}
