// A folder for one test, gone afterwards.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Makes an empty folder that is removed when the running test ends; its path has no symbolic links in it. */
export function temporaryFolder(): string {
  const { path, remove } = keptFolder()
  onTestFinished(remove)
  return path
}

/** The same for what outlives one test: whoever made it removes it. */
export function keptFolder(): { path: string; remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'carryon-test-')))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) }
}
