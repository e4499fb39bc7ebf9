// A folder for one test, gone afterwards.

import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

interface Kept {
  readonly path: string
  readonly remove: () => void
}

/** Makes an empty folder that is removed when the running test ends; its path has no symbolic links in it. */
export function temporaryFolder(): string {
  const { path, remove } = keptFolder()
  onTestFinished(remove)
  return path
}

/** The same for what outlives one test: whoever made it removes it. */
export const keptFolder = (): Kept => folderIn(tmpdir())

/** The same where no disk is waited for, if the system has such a place: for plays by the thousand. */
export const quickFolder = (): Kept => folderIn(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

function folderIn(parent: string): Kept {
  const path = realpathSync(mkdtempSync(join(parent, 'carryon-test-')))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) }
}
