// What the build was made of, as one hash, so that nothing is built twice and nothing stale is started.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root folder, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Written by the build once everything else is in place; holds the fingerprint of what it was built from. */
export const builtStamp = join(root, 'dist', '.built')

const sources = [
  'shared',
  'server',
  'client',
  'scripts/build.mjs',
  'tsconfig.base.json',
  'tsconfig.types.json',
  'package.json',
  'package-lock.json',
]

/** A hash of every file that the build reads: their names and bytes, not their times, which a checkout changes. */
export function fingerprint() {
  const hash = createHash('sha256')
  for (const path of sources.flatMap(filesUnder).sort()) {
    const content = readFileSync(join(root, path))
    hash.update(`${path.split(sep).join('/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** The text of a small file, or undefined where there is none. */
export function textOf(/** @type {string} */ path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** @returns {string[]} */
function filesUnder(/** @type {string} */ path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => filesUnder(join(path, name)))
}
