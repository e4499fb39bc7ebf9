// Somebody else's project that has carryon as `npm publish` would send it: packed, without the sources, and no network.

import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathOf } from '../project/files.ts'
import { build } from './install.ts'
import { keptFolder, temporaryFolder } from './temp.ts'

let packed: string | undefined

/** `packages` are those that npm would install beside ours. */
export function strangersProject(packages: readonly string[] = []): string {
  packed ??= tarball()
  const folder = temporaryFolder()
  const ours = join(folder, 'node_modules', 'carryon')
  mkdirSync(ours, { recursive: true })
  execFileSync('tar', ['-xzf', packed, '-C', ours, '--strip-components=1'])
  for (const name of packages) symlinkSync(pathOf(`node_modules/${name}`), join(folder, 'node_modules', name))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  return folder
}

function tarball(): string {
  build()
  const { path: folder, remove } = keptFolder()
  process.on('exit', remove)
  const options = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', options, { cwd: pathOf('.'), encoding: 'utf8' }))
  return join(folder, filename)
}
