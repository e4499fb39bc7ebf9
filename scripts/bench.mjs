// `npm run bench`: bundles each part under test/bench and runs it by itself, so that none warms up another.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './fingerprint.mjs'

const folder = join(root, 'test', 'bench')
const wanted = process.argv.slice(2)
const parts = readdirSync(folder).filter(
  (name) => name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((word) => name.startsWith(word))),
)

for (const part of parts) {
  // As deep in the project as its source, so that what it does not bundle is found from there as well.
  const outfile = join(root, '.test-tools', 'bench', part.replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [join(folder, part)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['*/official-sdk.mjs'],
    logLevel: 'error',
  })
  console.log(`\n── ${part.replace('.bench.ts', '')} ──`)
  const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
