// A small built phone for tests: hashed files, compressed copies, and what must never be served.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { temporaryFolder } from '../harness/temp.ts'

export const page = '<!doctype html><title>carryon</title><script type="module" src="/assets/main-abc123.js"></script>'
export const script = 'document.title = "carried on"'

export function phoneFolder(): string {
  const outer = temporaryFolder()
  const folder = join(outer, 'phone')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(outer, 'secret.svg'), 'secret')
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'index.html.br'), brotliCompressSync(page))
  writeFileSync(join(folder, 'assets', 'main-abc123.js'), script)
  writeFileSync(join(folder, 'assets', '.hidden.js'), 'hidden')
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}')
  writeFileSync(join(folder, '.vite', 'manifest.json'), '{}')
  return folder
}
