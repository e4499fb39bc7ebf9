// A file as the place where a program keeps its credentials and unanswered calls: for its owner alone, replaced whole.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parsedJson } from '../../shared/json.ts'
import type { Keep } from '../entry/keep.ts'
import { fieldsOf } from '../fields.ts'

/** Made when something is kept for the first time. Throws what the file system throws, and where the file is another's. */
export function fileKeep(path: string): Keep {
  const values = valuesIn(path)
  const save = (): void => {
    const fresh = `${path}.${process.pid}`
    writeFileSync(fresh, `${JSON.stringify(Object.fromEntries(values), undefined, 2)}\n`, { mode: 0o600 })
    renameSync(fresh, path)
  }
  return {
    get: (key) => values.get(key),
    set(key, value) {
      if (values.get(key) === value) return
      values.set(key, value)
      save()
    },
    remove(key) {
      if (values.delete(key)) save()
    },
    lasting: true,
  }
}

function valuesIn(path: string): Map<string, string> {
  const text = textOf(path)
  if (text === undefined) return new Map()
  const fields = fieldsOf(parsedJson(text))
  if (!fields) throw new Error(`${path} was not written by carryon/client. Name another file, or move this one away.`)
  return new Map(Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
