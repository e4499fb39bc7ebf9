// Makes docs/carryon.png: the real terminal and the real phone, side by side, in one session.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './fingerprint.mjs'

// The harness of the tests is TypeScript, which this Node may not read by itself; packages are found from here.
const bundle = join(root, 'node_modules', '.carryon-picture.mjs')
const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'ready.mjs'), '--test'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
try {
  const entryPoints = [join(root, 'test', 'harness', 'side-by-side.ts')]
  await build({ entryPoints, outfile: bundle, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  const { sideBySide } = await import(pathToFileURL(bundle).href)
  await sideBySide(join(root, 'dist', 'carryon.mjs'), join(root, 'docs', 'carryon.png'))
  console.log('docs/carryon.png shows the terminal and the phone as they are now.')
} finally {
  rmSync(bundle, { force: true })
}
