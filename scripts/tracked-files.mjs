// The files that belong to the project: those git knows, and those it would take.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './fingerprint.mjs'

/** Paths from the project's root, with slashes. */
export function trackedFiles() {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const names = execFileSync('git', options, { cwd: root, encoding: 'utf8' }).split('\0')
  return [...new Set(names)].filter((name) => name !== '' && existsSync(join(root, name)))
}
