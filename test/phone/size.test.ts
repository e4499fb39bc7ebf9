// What a phone downloads before it shows anything.

import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstLoad, pageFiles, roomLoad, sizeOf } from '../harness/first-load.ts'
import { keptFolder } from '../harness/temp.ts'
import { buildPage } from './stage/build.ts'

const built = keptFolder()
let files: string[] = []
beforeAll(async () => {
  await buildPage(built.path, 'phone')
  files = pageFiles(built.path)
})
afterAll(() => built.remove())

test('PH16 the first load is at most 38 KiB gzipped, sealing included, and the room at most 8 KiB more', () => {
  const [first, room] = [firstLoad(files), roomLoad(files)]
  expect(first.length).toBeGreaterThan(4)
  expect(sizeOf(first)).toBeLessThanOrEqual(38 * 1024)
  expect(room.length).toBeGreaterThan(1)
  expect(sizeOf(room)).toBeLessThanOrEqual(8 * 1024)
})

test('PH16 what comes later are files of their own, of at most 4 KiB, that the page does not ask for by itself', () => {
  const byItself = [...firstLoad(files), ...roomLoad(files)]
  const own = files.filter((file) => !byItself.includes(file))
  expect(own.map((file) => basename(file).replace(/-.{8}\.js$/, ''))).toEqual(
    expect.arrayContaining(['markdown-writer', 'session-sheet', 'session-list', 'slash', 'commands', 'late-views']),
  )
  for (const file of own) expect(sizeOf([file])).toBeLessThanOrEqual(4 * 1024)
})

test('PH16 every text file lies there compressed, and is the same again', () => {
  const texts = files.filter((file) => /\.(html|js|css|svg|webmanifest)$/.test(file))
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
  const addresses = files
    .filter((file) => !file.endsWith('.png'))
    .flatMap((file) => readFileSync(file, 'utf8').match(/https?:\/\/[\w.-]+/g) ?? [])
  // Names of XML vocabularies, which nobody asks.
  expect(addresses.filter((address) => !address.includes('www.w3.org'))).toEqual([])
})
