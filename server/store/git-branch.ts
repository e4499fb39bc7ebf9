// The branch a directory is on, read from git's own file; `HEAD` outside a repository, as Claude Code writes it.

import fs from 'node:fs'
import path from 'node:path'

export function gitBranch(directory: string): string {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const head = headOf(path.join(folder, '.git'))
    if (head !== undefined) return /^ref: refs\/heads\/(.+)$/.exec(head.trim())?.[1] ?? 'HEAD'
    if (path.dirname(folder) === folder) return 'HEAD'
  }
}

/** In a worktree `.git` is a file that names the real folder. */
function headOf(git: string): string | undefined {
  try {
    return fs.readFileSync(path.join(git, 'HEAD'), 'utf8')
  } catch {
    try {
      const named = /^gitdir: (.+)$/m.exec(fs.readFileSync(git, 'utf8'))?.[1]
      return named === undefined ? undefined : fs.readFileSync(path.resolve(path.dirname(git), named, 'HEAD'), 'utf8')
    } catch {
      return undefined
    }
  }
}

/** The branch a transcript names, for people: outside a repository, and on no branch of it, there is none. */
export const namedBranch = (branch: string | undefined): string | undefined => (branch === 'HEAD' ? undefined : branch)
