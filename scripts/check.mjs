// `npm run check`: types, format and lint, dead code, arrows between folders, rules without a test, strangers.

import { join } from 'node:path'
import { forbiddenArrows, ownSources } from './arrows.mjs'
import { root } from './fingerprint.mjs'
import { run } from './run.mjs'
import { ownTexts, strangersIn } from './strangers.mjs'

const tool =
  (/** @type {string} */ path, /** @type {string[]} */ ...parts) =>
  async () => {
    await run(process.execPath, [join(root, 'node_modules', path), ...parts], { quiet: true, failure: '' })
  }
const tsc = (/** @type {string} */ project) => tool('typescript/bin/tsc', '-p', project)
const none = (/** @type {() => string[]} */ find) => async () => {
  const found = find()
  if (found.length > 0) throw new Error(found.join('\n'))
}

/** @type {[string, () => Promise<void>][]} */
const checks = [
  ['types: shared, without Node and DOM', tsc('shared')],
  ['types: Node', tsc('tsconfig.node.json')],
  ['types: phone', tsc('client/phone')],
  ['types: tests of the phone', tsc('test/phone')],
  ['format and lint', tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')],
  ['dead code and unused packages', tool('knip/bin/knip.js', '--no-progress')],
  ['arrows between folders', none(() => forbiddenArrows(ownSources()))],
  ['paths of this machine, registries', none(() => strangersIn(ownTexts()))],
  ['every rule has a test', tool('vitest/vitest.mjs', 'run', '--project', 'unit', 'test/spec')],
]

for (const [name, check] of checks) {
  const began = performance.now()
  try {
    await check()
    console.log(`✓ ${name} (${Math.round(performance.now() - began)} ms)`)
  } catch (failure) {
    console.log(`✗ ${name}\n${failure instanceof Error ? failure.message : failure}\n`)
    process.exitCode = 1
  }
}
