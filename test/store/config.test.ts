// The settings file: read at every start, and what is wrong in it told with its place and its key.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../server/store/config.ts'
import { StorageFailed } from '../../server/store/storage-failed.ts'
import { temporaryFolder } from '../harness/temp.ts'

function configured(text: string) {
  const home = temporaryFolder()
  writeFileSync(join(home, 'config.json'), text)
  return { home, read: () => readConfig(home) }
}

test('what is set is read, and without a file nothing is', () => {
  expect(configured('{"agent": "gemini", "notify": " bell "}').read()).toEqual({ agent: 'gemini', notify: 'bell' })
  expect(configured('{}').read()).toEqual({})
  expect(readConfig(temporaryFolder())).toEqual({})
})

test.each([
  ['{"agent": 7}', /“agent” is not what it should be/],
  ['{"notify": "  "}', /“notify” is not what it should be/],
  ['{"notify": ["bell"]}', /“notify” is not what it should be/],
  ['{"endStalledAfter": 0}', /“endStalledAfter” is not what it should be, as in {"endStalledAfter": 30}: minutes/],
  // A timer that is set for longer than timers reach goes off at once.
  ['{"endStalledAfter": 50000}', /“endStalledAfter” is not what it should be/],
  ['{"agnet": "claude"}', /“agnet” is no setting\. There are: agent, notify/],
  ['["agent"]', /no JSON object/],
  ['agent: claude', /no JSON object/],
  ['', /no JSON object/],
])('%s is told with the file and the key, never passed over', (text, said) => {
  const { home, read } = configured(text)
  expect(read).toThrow(StorageFailed)
  expect(read).toThrow(said)
  expect(read).toThrow(join(home, 'config.json'))
  expect(read).toThrow(/Correct it, or take the file away\.$/)
})

test('a file that cannot be read is told', () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'config.json'))
  expect(() => readConfig(home)).toThrow(/cannot be read/)
})

test('CV9 prices are dollars for a million tokens, by the model’s name', () => {
  const { home, read } = configured('{"prices": {"my/model": {"input": 3, "output": 15, "cacheRead": 0.3}}}')
  expect(read().prices).toEqual({ 'my/model': { input: 3, output: 15, cacheRead: 0.3 } })
  for (const price of ['3', '{"input": 3}', '{"input": -1, "output": 2}', '{"input": 1, "output": 2, "in": 3}']) {
    writeFileSync(join(home, 'config.json'), `{"prices": {"m": ${price}}}`)
    expect(read, price).toThrow(/“prices.*dollars for a million tokens\. Correct it/)
  }
})
