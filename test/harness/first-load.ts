// What of a built page a browser asks for by itself: the files that it names, and whatever those import.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Every file of the page, as it is before it is compressed; absolute paths. */
export const pageFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(gz|br)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/** With the page itself comes what browsers ask for besides: its icon and its manifest. */
export const firstLoad = (files: readonly string[]): string[] =>
  withImports(files, (name) => /^index\.html$|\.(svg|png|webmanifest)$/.test(name))

/**
 * The room's part, which comes by itself after the first load; without what that has brought. Earlier builds' parts may
 * lie beside it.
 */
export function roomLoad(files: readonly string[]): string[] {
  const first = firstLoad(files)
  const texts = first.filter((file) => file.endsWith('.js')).map((file) => readFileSync(file, 'utf8'))
  const part = /\broom-[\w-]{8}\.js\b/.exec(texts.join('\n'))?.[0]
  return withImports(files, (name) => name === part).filter((file) => !first.includes(file))
}

/** Bytes, gzipped. */
export const sizeOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)

function withImports(files: readonly string[], begins: (name: string) => boolean): string[] {
  const found = files.filter((file) => begins(basename(file)))
  for (const file of found) {
    const text = /\.(html|js)$/.test(file) ? readFileSync(file, 'utf8') : ''
    const named = text.matchAll(/(?:src|href)="\/?([^"]+)"|(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)
    for (const [, inPage, imported] of named) {
      const next = files.find((other) => basename(other) === basename(inPage ?? imported ?? ''))
      if (next && !found.includes(next)) found.push(next)
    }
  }
  return found
}
