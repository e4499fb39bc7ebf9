// The worktrees of the git repository that a directory is in, read from git's own files.

import fs from 'node:fs'
import path from 'node:path'

/** The main worktree first; empty outside a repository. */
export function worktrees(directory: string): string[] {
  const common = commonFolder(directory)
  if (common === undefined) return []
  const main = path.basename(common) === '.git' ? [path.dirname(common)] : []
  return [...main, ...linked(common)]
}

function commonFolder(directory: string): string | undefined {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const git = path.join(folder, '.git')
    const stat = fs.statSync(git, { throwIfNoEntry: false })
    if (stat?.isDirectory()) return git
    if (stat?.isFile()) {
      const named = /^gitdir: (.+)$/m.exec(contents(git) ?? '')?.[1]
      if (named === undefined) return undefined
      const own = path.resolve(folder, named)
      const common = contents(path.join(own, 'commondir'))?.trim()
      return common === undefined ? own : path.resolve(own, common)
    }
    if (path.dirname(folder) === folder) return undefined
  }
}

function linked(common: string): string[] {
  const folder = path.join(common, 'worktrees')
  try {
    return fs.readdirSync(folder).flatMap((name) => {
      const git = contents(path.join(folder, name, 'gitdir'))?.trim()
      return git ? [path.dirname(path.resolve(folder, name, git))] : []
    })
  } catch {
    return []
  }
}

function contents(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
