// The file in which a program keeps what lets it in.

import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileKeep } from '../../client/program/file-keep.ts'
import { temporaryFolder } from '../harness/temp.ts'

test('what is kept is there for the next program, for the owner alone, and nothing else lies beside it', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'session.json')
  const keep = fileKeep(path)
  expect(keep.get('a')).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
  keep.set('a', 'é')
  keep.set('b', 'two')
  keep.remove('b')
  expect([fileKeep(path).get('a'), fileKeep(path).get('b'), keep.lasting]).toEqual(['é', undefined, true])
  expect([statSync(path).mode & 0o777, readdirSync(folder)]).toEqual([0o600, ['session.json']])
})

test('a file of somebody else’s is named and left alone', () => {
  const path = join(temporaryFolder(), 'notes.txt')
  for (const text of ['dear diary', '[]', '""']) {
    writeFileSync(path, text)
    expect(() => fileKeep(path)).toThrow(/notes\.txt was not written by carryon\/client/)
  }
  expect(() => fileKeep(temporaryFolder())).toThrow(/EISDIR/)
})
