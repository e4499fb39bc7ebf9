// Where a program is on the PATH, looked up without running anything.

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve, sep } from 'node:path'
import type { Environment } from './environment.ts'

/** The whole path of the program that this name would start; undefined where there is none. */
export function findProgram(name: string, environment: Environment, directory: string): string | undefined {
  if (name.includes('/') || name.includes(sep)) {
    const path = isAbsolute(name) ? name : resolve(directory, name)
    return isProgram(path) ? path : undefined
  }
  const endings = process.platform === 'win32' ? (environment.PATHEXT ?? '.EXE;.CMD').split(';') : ['']
  const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of folders) {
    const found = endings.map((ending) => join(folder, name + ending)).find(isProgram)
    if (found) return found
  }
  return undefined
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
