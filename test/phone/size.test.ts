// What a phone downloads before it shows anything.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptFolder } from '../harness/temp.ts'
import { buildPage } from './stage/build.ts'

const built = keptFolder()
let files: string[] = []
beforeAll(async () => {
  await buildPage(built.path, 'phone')
  files = readdirSync(built.path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
})
afterAll(() => built.remove())

const plain = () => files.filter((file) => !/\.(gz|br)$/.test(file))

const gzipped = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length
const total = (list: readonly string[]) => list.reduce((sum, file) => sum + gzipped(file), 0)
/** What the page loads by itself: the files that it names, what those import, and what a browser asks for besides. */
function firstLoad(): string[] {
  const page = plain().find((file) => file.endsWith('index.html')) ?? ''
  const names = [page, ...plain().filter((file) => /\.(svg|png|webmanifest)$/.test(file))]
  for (const file of names) {
    const text = /\.(html|js)$/.test(file) ? readFileSync(file, 'utf8') : ''
    const named = text.matchAll(/(?:src|href)="\/?([^"]+)"|(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)
    for (const [, inPage, imported] of named) {
      const found = plain().find((other) => basename(other) === basename(inPage ?? imported ?? ''))
      if (found && !names.includes(found)) names.push(found)
    }
  }
  return names
}

test('PH16 the first load is at most 42 KiB gzipped, sealing included', () => {
  const first = firstLoad()
  expect(first.length).toBeGreaterThan(4)
  expect(total(first)).toBeLessThanOrEqual(42 * 1024)
})

test('PH16 what comes later are files of their own, of at most 4 KiB, that the page does not ask for by itself', () => {
  const first = firstLoad()
  const own = plain().filter((file) => !first.includes(file))
  expect(own.map((file) => basename(file).replace(/-.{8}\.js$/, ''))).toEqual(
    expect.arrayContaining(['markdown-writer', 'session-sheet', 'session-list', 'slash', 'commands', 'late-views']),
  )
  for (const file of own) expect(gzipped(file)).toBeLessThanOrEqual(4 * 1024)
})

test('PH16 every text file lies there compressed, and is the same again', () => {
  const texts = plain().filter((file) => /\.(html|js|css|svg|webmanifest)$/.test(file))
  expect(texts.length).toBeGreaterThan(3)
  for (const file of texts) {
    const content = readFileSync(file)
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(content)).toBe(true)
    expect(brotliDecompressSync(readFileSync(`${file}.br`)).equals(content)).toBe(true)
  }
})

test('PH16 nothing is inline, and no address of anyone else is in it', () => {
  const page = readFileSync(join(built.path, 'index.html'), 'utf8')
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/)
  const addresses = plain()
    .filter((file) => !file.endsWith('.png'))
    .flatMap((file) => readFileSync(file, 'utf8').match(/https?:\/\/[\w.-]+/g) ?? [])
  // Names of XML vocabularies, which nobody asks.
  expect(addresses.filter((address) => !address.includes('www.w3.org'))).toEqual([])
})
