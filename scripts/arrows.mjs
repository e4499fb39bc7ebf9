// Which folder may import from which; arrows that point elsewhere are named, one a line.

import { readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { root } from './fingerprint.mjs'
import { trackedFiles } from './tracked-files.mjs'

/**
 * @typedef {object} Wall
 * @property {string} in files whose path begins so
 * @property {string[]} [never] what they must not import: the beginning of a path in the project, or of a package
 * @property {string[]} [only] all that they may import
 * @property {string[]} [except] files it does not hold for
 */

/** @type {Wall[]} */
export const walls = [
  { in: 'shared/', only: ['shared/', 'valibot'] },
  { in: 'client/', never: ['server/'] },
  {
    in: 'client/phone/',
    never: ['client/terminal/', 'node:'],
    except: ['client/phone/vite.config.ts', 'client/phone/precompressed.ts'],
  },
  { in: 'client/terminal/', never: ['client/phone/'] },
  { in: 'server/', never: ['client/'], except: ['server/main.ts', 'server/cli/'] },
  {
    in: 'server/room/',
    never: ['server/web/', 'server/access/', 'server/cli/', 'server/main.ts', 'ws', 'hono', '@hono/'],
  },
  { in: 'server/store/', only: ['server/store/', 'shared/', 'node:', 'valibot'] },
]

/** @returns {string[]} `file → what it imports`, for each arrow that a wall forbids */
export function forbiddenArrows(/** @type {{ path: string, text: string }[]} */ files) {
  return files.flatMap(({ path, text }) =>
    importsIn(path, text)
      .filter((target) => walls.some((wall) => forbids(wall, path, target)))
      .map((target) => `${path} → ${target}`),
  )
}

function forbids(/** @type {Wall} */ wall, /** @type {string} */ path, /** @type {string} */ target) {
  if (!path.startsWith(wall.in) || wall.except?.some((start) => path.startsWith(start))) return false
  if (wall.never?.some((start) => begins(target, start))) return true
  return wall.only !== undefined && !wall.only.some((start) => begins(target, start))
}

/** `ws` is the package and its parts, not everything that begins with these letters. */
function begins(/** @type {string} */ target, /** @type {string} */ start) {
  return /[/:]$/.test(start) || start.endsWith('.ts')
    ? target.startsWith(start)
    : target === start || target.startsWith(`${start}/`)
}

/** @returns {string[]} paths from the project's root, and names of packages */
function importsIn(/** @type {string} */ path, /** @type {string} */ text) {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const named = code.matchAll(/(?:^|[;}\s])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gm)
  return [...named].map(([, target = '']) =>
    target.startsWith('.')
      ? normalize(join(dirname(path), target))
          .split(sep)
          .join('/')
      : target,
  )
}

/** The project's own files, as the walls see them. */
export function ownSources() {
  return trackedFiles()
    .filter((path) => /^(?:shared|client|server)\/.*\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
