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
/** What comes when it is needed: the Markdown parser with the first Markdown, sheets with the first tap, what the first slash, prompt or ending takes. */
const later = (file: string) =>
  /(markdown-writer|(session-)?sheet|session-list|slash|waiting-prompt|ending|late-styles)-[^/]*\.js$/.test(file)

test('PH16 the first load is at most 42 KiB gzipped, sealing included', () => {
  const first = plain().filter((file) => !later(file))
  expect(first.length).toBeGreaterThan(4)
  expect(total(first)).toBeLessThanOrEqual(42 * 1024)
})

test('PH16 what comes later are files of their own, of at most 4 KiB, that the page does not ask for by itself', () => {
  const own = plain().filter(later)
  expect(own).toHaveLength(8)
  for (const file of own) expect(gzipped(file)).toBeLessThanOrEqual(4 * 1024)
  const page = readFileSync(join(built.path, 'index.html'), 'utf8')
  for (const file of own) expect(page).not.toContain(basename(file))
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
