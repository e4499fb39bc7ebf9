// What must not be in the project's files: paths of the machine it was written on, addresses of package registries.

import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './fingerprint.mjs'
import { trackedFiles } from './tracked-files.mjs'

const common = ['/', '/home', '/opt', '/root', '/srv', '/tmp', '/usr', '/Users', homedir(), tmpdir()]
const here = [root, dirname(root)].filter((path) => !common.includes(path)).map((path) => `${path}/`)
const registry = /\bregistry\.[a-z]+[./]|"resolved":\s*"http/

/** @returns {string[]} `file:line: what it says` */
export function strangersIn(/** @type {{ path: string, text: string }[]} */ files, places = here) {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = registry.test(line) || places.some((place) => namesPlace(line, place))
      return found ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : []
    }),
  )
}

/** Where a path begins with it; one that only contains it further on is another path. */
function namesPlace(/** @type {string} */ line, /** @type {string} */ place) {
  for (let at = line.indexOf(place); at >= 0; at = line.indexOf(place, at + 1)) {
    if (at === 0 || !/[\w.~-]/.test(line.charAt(at - 1))) return true
  }
  return false
}

/** The project's text files. */
export function ownTexts() {
  return trackedFiles()
    .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
    .filter(({ bytes }) => !bytes.subarray(0, 8000).includes(0))
    .map(({ path, bytes }) => ({ path, text: bytes.toString('utf8') }))
}
